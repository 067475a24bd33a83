"""Reports: tables in Markdown, and one self-contained page of HTML."""
