module leaks

go 1.26
