"""The command line: one module per command, each with `run(arguments, console) -> exit code`."""
