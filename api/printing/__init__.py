"""What is printed: the 一次性告知单 of one case and the poster of a guide, both A4 in black and white."""
