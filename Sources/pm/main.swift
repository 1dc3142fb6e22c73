// Entry point: argv in, exit status out.
