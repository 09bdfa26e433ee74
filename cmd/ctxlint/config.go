package main

func (c *command) configure(dir string) error { return nil }
