package main

import "io"

func (c *command) help(words []string) int { c.usage(c.stdout); return exitClean }

func (c *command) usage(w io.Writer) {
	io.WriteString(w, "usage: ctxlint [flags] packages\n\nflags:\n")
	c.flags.SetOutput(w)
	c.flags.PrintDefaults()
}
