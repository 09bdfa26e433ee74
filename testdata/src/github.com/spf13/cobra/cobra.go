// Package cobra is a stub of the command framework.
package cobra

import "context"

// A Command is one of a program.
type Command struct {
	Use  string
	Run  func(cmd *Command, args []string)
	RunE func(cmd *Command, args []string) error
	ctx  context.Context
}

func (c *Command) Context() context.Context { return c.ctx }

func (c *Command) AddCommand(cmds ...*Command) {}

func (c *Command) Execute() error { return nil }

func (c *Command) ExecuteContext(ctx context.Context) error {
	c.ctx = ctx
	return nil
}
