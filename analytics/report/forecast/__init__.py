"""What is told about the end of a period: how far, how likely, until when it can be turned, and how good that was."""
