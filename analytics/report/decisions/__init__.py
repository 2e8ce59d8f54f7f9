"""What the decisions page, its papers and the command line say."""
