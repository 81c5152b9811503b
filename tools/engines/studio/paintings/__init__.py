"""What is too far away to be built, as glowing pictures: linear RGB, made from a seed, without a pixel of a photo."""
