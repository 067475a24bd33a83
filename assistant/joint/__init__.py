"""Two texts read together: does this sentence answer that question, does this source support that claim?"""

from assistant.joint.reader import JointReader, load_joint_reader

__all__ = ["JointReader", "load_joint_reader"]
