"""The commands that the command line puts together; ``base`` holds what all of them share."""
