package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

// A command is one that is measured.
type command struct {
	name string
	args []string
	env  []string
	// prepare makes the run a first or a second one.
	prepare func(round int) error
	ok      []int // exit codes beside 0: findings
}

// commands builds what is needed and returns the commands, the floor first. A
// second run stands behind the first one, whose cache it finds.
func (o *options) commands(ctx context.Context) ([]command, error) {
	work, err := filepath.Abs(o.work)
	if err != nil {
		return nil, err
	}
	var failed error
	build := func(module, pkg string) string {
		binary, err := corpus.Build(ctx, "..", module, pkg, work)
		failed = errors.Join(failed, err)
		return binary
	}
	floor := build("bench", "./speed/floor")
	ctxlint := build(".", "./cmd/ctxlint")
	contextcheck := build("bench", "github.com/kkHAIKE/contextcheck/cmd/contextcheck")
	lostcancel := build("bench", "golang.org/x/tools/go/analysis/passes/lostcancel/cmd/lostcancel")
	golangci := o.golangci
	if golangci == "" {
		golangci = build("integration", "./golangci-lint")
	}
	config, err := filepath.Abs(filepath.Join("peers", "golangci.yml"))
	if err := errors.Join(failed, err); err != nil {
		return nil, err
	}

	cache := filepath.Join(work, "cache")
	golangciCache := []string{"GOLANGCI_LINT_CACHE=" + cache}
	empty := func(int) error { return os.RemoveAll(cache) }
	test := "-test=" + strconv.FormatBool(o.tests)
	golangciArgs := []string{golangci, "run", "--config=" + config, "--output.text.path=" + os.DevNull, "--tests=" + strconv.FormatBool(o.tests), "./..."}
	all := []command{
		{name: "type-check alone", args: []string{floor, test, "./..."}},
		{name: "ctxlint -cache=off", args: []string{ctxlint, "-cache=off", test, "./..."}, ok: []int{1, 3}},
		{name: "ctxlint, first run", args: []string{ctxlint, "-cache=" + cache, test, "./..."}, prepare: empty, ok: []int{1, 3}},
		{name: "ctxlint, second run", args: []string{ctxlint, "-cache=" + cache, test, "./..."}, ok: []int{1, 3}},
		{name: "contextcheck", args: []string{contextcheck, test, "./..."}, ok: []int{1, 3}},
		{name: "golangci-lint, first run", args: golangciArgs, env: golangciCache, prepare: empty, ok: []int{1}},
		{name: "golangci-lint, second run", args: golangciArgs, env: golangciCache, ok: []int{1}},
	}
	if o.tests {
		all = append(all,
			vet("go vet, ctxlint, first run", ctxlint, true),
			vet("go vet, ctxlint, second run", ctxlint, false),
			vet("go vet, lostcancel, first run", lostcancel, true),
			vet("go vet, lostcancel, second run", lostcancel, false))
	}
	return leaveOut(all, o.skip)
}

// leaveOut returns the commands without those whose names begin with one of
// the comma-separated words in skip.
func leaveOut(all []command, skip string) ([]command, error) {
	for word := range strings.SplitSeq(skip, ",") {
		if word == "" {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(all), func(c command) bool { return strings.HasPrefix(c.name, word) })
		if len(left) == len(all) {
			var names []string
			for _, c := range all {
				names = append(names, strconv.Quote(c.name))
			}
			return nil, fmt.Errorf("-skip: no command begins with %q: there are %s", word, strings.Join(names, ", "))
		}
		all = left
	}
	return all, nil
}

// vet returns the command go vet with the tool. The go command keeps its
// results by the contents of the tool, so a first run gets a tool that differs
// in bytes that nobody reads.
func vet(name, tool string, first bool) command {
	salted := tool + ".vet"
	c := command{name: name, args: []string{"go", "vet", "-vettool=" + salted, "./..."}, ok: []int{1}}
	if first {
		c.prepare = func(round int) error {
			data, err := os.ReadFile(tool)
			if err != nil {
				return err
			}
			data = fmt.Appendf(data, "%d %d", time.Now().UnixNano(), round)
			return os.WriteFile(salted, data, 0o777)
		}
	}
	return c
}

// run runs the command in the directory and measures it, with the processes
// that it starts.
func (c *command) run(ctx context.Context, dir string, round int) (sample, error) {
	if c.prepare != nil {
		if err := c.prepare(round); err != nil {
			return sample{}, err
		}
	}
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "GOWORK=off"), c.env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	if cmd.ProcessState == nil {
		return s, err
	}
	if err != nil && !slices.Contains(c.ok, cmd.ProcessState.ExitCode()) {
		return s, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.memory = float64(usage.Maxrss) / 1024
	}
	return s, nil
}
