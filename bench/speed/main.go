// Speed measures ctxlint beside the floor, which is type-checking alone, and
// beside other linters, on real modules: wall time, processor time and memory.
//
//	go run ./speed -modules=etcd -rounds=3    # in the directory bench of the repository
//
// In each round every command runs once, one after the other, so that a
// machine that gets slower is slower for all; medians are kept, and ratios to
// the floor of the same run are what counts. The figures of a module go into
// results.json, and from all of them docs/performance.md and its plot are made.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

type options struct {
	modules  string
	work     string
	golangci string
	rounds   int
	skip     string
	tests    bool
}

func main() {
	var o options
	flag.StringVar(&o.modules, "modules", "", "comma-separated `names` of modules to measure; none only writes the page and the plot anew")
	flag.StringVar(&o.work, "work", filepath.Join(os.TempDir(), "ctxlint-bench"), "`directory` for modules, binaries and caches")
	flag.StringVar(&o.golangci, "golangci-lint", "", "the `command` golangci-lint, made in integration/ if empty")
	flag.IntVar(&o.rounds, "rounds", 3, "`number` of runs of each command")
	flag.StringVar(&o.skip, "skip", "", "comma-separated `words`: commands that begin with one are not run")
	flag.BoolVar(&o.tests, "test", true, "load tests, too; without them, go vet, which has no such choice, is not run")
	flag.Parse()
	os.Exit(o.status())
}

// status runs the measurements and returns the exit code.
func (o *options) status() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.run(ctx, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "speed: %v\n", err)
		return 1
	}
	return 0
}

func (o *options) run(ctx context.Context, w io.Writer) error {
	results, err := readResults()
	if err != nil {
		return err
	}
	if o.modules == "" {
		return results.publish()
	}
	modules, err := corpus.Select(corpus.Measured, strings.Split(o.modules, ","))
	if err != nil {
		return err
	}
	commands, err := o.commands(ctx)
	if err != nil {
		return err
	}
	results.Machine = machine()
	for _, m := range modules {
		r, err := o.measure(ctx, m, commands)
		if err != nil {
			return err
		}
		results.replace(r)
		r.print(w)
		if err := results.write(); err != nil {
			return err
		}
	}
	return results.publish()
}

// measure runs each command in the module, round by round.
func (o *options) measure(ctx context.Context, m corpus.Module, commands []command) (*result, error) {
	dir, err := m.Checkout(ctx, o.work)
	if err != nil {
		return nil, err
	}
	// Not counted: the first one compiles the dependencies.
	if _, err := commands[0].run(ctx, dir, 0); err != nil {
		return nil, err
	}
	samples := make([][]sample, len(commands))
	for round := range o.rounds {
		for i, c := range commands {
			s, err := c.run(ctx, dir, round)
			if err != nil {
				return nil, fmt.Errorf("%s in %s: %w", c.name, m, err)
			}
			samples[i] = append(samples[i], s)
		}
	}
	r := &result{Module: m.String(), NoTests: !o.tests, Rounds: o.rounds}
	for i, c := range commands {
		r.Rows = append(r.Rows, row{
			Name:   c.name,
			Wall:   median(samples[i], func(s sample) float64 { return s.wall.Seconds() }),
			CPU:    median(samples[i], func(s sample) float64 { return s.cpu.Seconds() }),
			Memory: median(samples[i], func(s sample) float64 { return s.memory }),
		})
	}
	return r, nil
}

// A sample is what one run took.
type sample struct {
	wall, cpu time.Duration
	memory    float64 // in MB, of the largest process
}

// median returns the middle one of the figures, the lower one of two.
func median(samples []sample, figure func(sample) float64) float64 {
	var all []float64
	for _, s := range samples {
		all = append(all, figure(s))
	}
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

// print writes the figures of a module as text.
func (r *result) print(w io.Writer) {
	fmt.Fprintf(w, "%s, median of %d\n", r.title(), r.Rounds)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\twall\t× floor\tcpu\t× floor\tmemory\t× floor\t")
	floor := r.Rows[0]
	for _, row := range r.Rows {
		fmt.Fprintf(tw, "%s\t%.2f s\t%.2f\t%.2f s\t%.2f\t%.0f MB\t%.2f\t\n", row.Name, row.Wall, row.Wall/floor.Wall, row.CPU, row.CPU/floor.CPU, row.Memory, row.Memory/floor.Memory)
	}
	tw.Flush()
}

// replace puts a module's figures in the place of older ones.
func (r *results) replace(one *result) {
	order := func(module string) int {
		return slices.IndexFunc(corpus.Measured, func(m corpus.Module) bool { return m.String() == module })
	}
	r.Modules = slices.DeleteFunc(r.Modules, func(old *result) bool { return old.Module == one.Module })
	r.Modules = append(r.Modules, one)
	slices.SortFunc(r.Modules, func(a, b *result) int { return cmp.Compare(order(a.Module), order(b.Module)) })
}
