"""The kernel: organisation, periods, numbers, access, trail, intake. Base of all."""
