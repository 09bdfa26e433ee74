// Package realbugsopinion has the shapes of bugs that were fixed in public
// projects, those that are a matter of opinion.
package realbugsopinion

import (
	"context"
	"errors"
	"os/exec"
)

// hashicorp/terraform 9adfaa9: a function whose parameters all come with the
// context, and that panics without them. What it does with them depends on
// their content, not on them.

type key string

const (
	configKey key = "config"
	outputKey key = "output"
)

type data map[string]any

func (d data) get(name string) any { return d[name] }

type output interface{ Print(string) }

type provisioner struct{ apply func(context.Context) error }

var local = provisioner{apply: apply}

func (p provisioner) run(ctx context.Context, d data, o output) error {
	ctx = context.WithValue(ctx, configKey, d)
	ctx = context.WithValue(ctx, outputKey, o)
	return p.apply(ctx)
}

func apply(ctx context.Context) error {
	d := ctx.Value(configKey).(data)   // want `\(ctxvalue/unchecked\)`
	o := ctx.Value(outputKey).(output) // want `\(ctxvalue/unchecked\)`
	command := d.get("command").(string)
	if command == "" {
		return errors.New("no command")
	}
	o.Print(command)
	return exec.CommandContext(ctx, command).Run()
}

type request struct {
	config data
	output output
}

func fixedApply(ctx context.Context, r request) error {
	command := r.config.get("command").(string)
	if command == "" {
		return errors.New("no command")
	}
	r.output.Print(command)
	return exec.CommandContext(ctx, command).Run()
}

// Parameters for a function that is called by its name could as well be its
// own.

const pathKey key = "path"

func start(ctx context.Context, d data) error {
	return launch(context.WithValue(ctx, pathKey, d)) // want `puts d into the context under the key pathKey for launch alone, which is called from here.*\(ctxvalue/option\)`
}

func launch(ctx context.Context) error {
	d := ctx.Value(pathKey).(data) // want `\(ctxvalue/unchecked\)`
	return exec.CommandContext(ctx, d.get("path").(string)).Run()
}
