"""Files in and out: what leaves the program is drawn from a report and from nothing else."""
