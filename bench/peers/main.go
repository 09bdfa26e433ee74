// Peers compares ctxlint with the other linters that ask about contexts, on
// real modules: what they find and ctxlint finds too, what only they find and
// why, and what only ctxlint finds.
//
//	go run ./peers                   # in the directory bench of the repository
//	go run ./peers -modules=etcd -list
//
// The status is 1 if less than 95 of 100 findings of the peers are made by
// ctxlint at some level or have a reason in reasons.jsonl why they are not
// worth having.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/gocontext/ctxlint/bench/internal/corpus"
)

// bar is how many of 100 findings of the peers must be made or explained.
const bar = 95

type options struct {
	modules  string
	work     string
	ctxlint  string
	golangci string
	list     bool
}

func main() {
	var o options
	flag.StringVar(&o.modules, "modules", "etcd,grpc,client-go,prometheus,caddy", "comma-separated `names` of modules")
	flag.StringVar(&o.work, "work", filepath.Join(os.TempDir(), "ctxlint-bench"), "`directory` for modules and binaries")
	flag.StringVar(&o.ctxlint, "ctxlint", "", "the `command` ctxlint, made from this repository if empty")
	flag.StringVar(&o.golangci, "golangci-lint", "", "the `command` golangci-lint, made in integration/ if empty")
	flag.BoolVar(&o.list, "list", false, "print the findings of the peers without a reason, in the form of reasons.jsonl")
	flag.Parse()
	os.Exit(o.status())
}

// status runs the comparison and returns the exit code.
func (o *options) status() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	enough, err := o.run(ctx, os.Stdout)
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "peers: %v\n", err)
		return 2
	case !enough:
		return 1
	}
	return 0
}

// run compares the linters and prints the tables. It reports whether the bar
// is met.
func (o *options) run(ctx context.Context, w io.Writer) (enough bool, err error) {
	modules, err := corpus.Select(corpus.Modules, strings.Split(o.modules, ","))
	if err != nil {
		return false, err
	}
	if o.work, err = filepath.Abs(o.work); err != nil {
		return false, err
	}
	if o.ctxlint == "" {
		if o.ctxlint, err = corpus.Build(ctx, "..", ".", "./cmd/ctxlint", o.work); err != nil {
			return false, err
		}
	}
	if o.golangci == "" {
		if o.golangci, err = corpus.Build(ctx, "..", "integration", "./golangci-lint", o.work); err != nil {
			return false, err
		}
	}
	known, err := reasons(filepath.Join("peers", "reasons.jsonl"))
	if err != nil {
		return false, err
	}
	t := table{peers: make(map[string]*tally), own: make(map[string]*[len(levels)]int), stale: maps.Clone(known)}
	for _, m := range modules {
		dir, err := m.Checkout(ctx, o.work)
		if err != nil {
			return false, err
		}
		if err := o.compare(ctx, w, m, dir, known, &t); err != nil {
			return false, err
		}
	}
	if o.list {
		return true, nil
	}
	t.print(w)
	for _, m := range modules {
		for _, r := range slices.SortedFunc(maps.Values(t.stale), compare) {
			if r.Module == m.String() {
				fmt.Fprintf(w, "no longer reported by %s, or by ctxlint now: %s %s:%d\n", r.Peer, r.Module, r.File, r.Line)
			}
		}
	}
	return t.sum().explained()*100 >= t.sum().total*bar, nil
}

// compare orders reasons by module, file, line and peer.
func compare(a, b reason) int {
	return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Peer, b.Peer))
}

// compare runs the linters over a module and adds to the table.
func (o *options) compare(ctx context.Context, w io.Writer, m corpus.Module, dir string, known map[reason]reason, t *table) error {
	theirs, err := o.peerFindings(ctx, dir)
	if err != nil {
		return err
	}
	at := make([]int, len(theirs)) // the level at which ctxlint makes the finding
	for i := range at {
		at[i] = len(levels)
	}
	listed := make(map[finding]bool)
	for level, name := range levels {
		found, err := o.ctxlintFindings(ctx, dir, name)
		if err != nil {
			return err
		}
		match := matcher{dir: dir, found: found, files: make(map[string][]span)}
		shared := make([]bool, len(found))
		for i, f := range theirs {
			same := match.matches(f)
			for _, k := range same {
				shared[k] = true
			}
			if same != nil {
				at[i] = min(at[i], level)
			}
		}
		for k, f := range found {
			if !shared[k] && !listed[f] {
				t.add(f, level)
			}
			listed[f] = true
		}
	}

	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for i, f := range theirs {
		r := reason{Module: m.String(), File: f.file, Line: f.line, Peer: f.rule}
		why, ok := known[r.key()]
		if at[i] == len(levels) {
			delete(t.stale, r.key())
			if o.list && !ok {
				r.Note = f.text + " | " + source(dir, f)
				if err := out.Encode(r); err != nil {
					return err
				}
			}
		}
		t.peer(f.rule).add(at[i], why.Reason)
	}
	return nil
}

// source returns the line of a finding, or nothing.
func source(dir string, f finding) string {
	text, err := os.ReadFile(filepath.Join(dir, f.file))
	if err != nil {
		return ""
	}
	lines := strings.Split(string(text), "\n")
	if f.line > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[f.line-1])
}

// A tally counts a peer's findings.
type tally struct {
	total   int
	made    [len(levels)]int // at this level and no quieter one
	reasons map[string]int   // those that are not made, "" without a reason
}

func (t *tally) add(level int, reason string) {
	t.total++
	if level < len(levels) {
		t.made[level]++
		return
	}
	t.reasons[reason]++
}

// explained returns how many are made, or have a reason not to be.
func (t *tally) explained() int { return t.total - t.reasons[""] - t.reasons["missed"] }

// A table is what is printed.
type table struct {
	peers map[string]*tally
	own   map[string]*[len(levels)]int // findings of ctxlint alone, by rule and level
	stale map[reason]reason            // reasons for what is not found, or made now
}

func (t *table) peer(name string) *tally {
	if t.peers[name] == nil {
		t.peers[name] = &tally{reasons: make(map[string]int)}
	}
	return t.peers[name]
}

// add counts a finding that no peer makes.
func (t *table) add(f finding, level int) {
	if t.own[f.rule] == nil {
		t.own[f.rule] = new([len(levels)]int)
	}
	t.own[f.rule][level]++
}

// sum returns the tally of all peers.
func (t *table) sum() *tally {
	all := &tally{reasons: make(map[string]int)}
	for _, p := range t.peers {
		all.total += p.total
		for i, n := range p.made {
			all.made[i] += n
		}
		for word, n := range p.reasons {
			all.reasons[word] += n
		}
	}
	return all
}

// print writes the two tables.
func (t *table) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(tw, "peer\tfindings\t%s\t%s\tno reason\texplained\t\n", strings.Join(levels[:], "\t"), strings.Join(words, "\t"))
	row := func(name string, p *tally) {
		fmt.Fprintf(tw, "%s\t%d\t", name, p.total)
		for _, n := range p.made {
			fmt.Fprintf(tw, "%d\t", n)
		}
		for _, word := range append(slices.Clone(words), "") {
			fmt.Fprintf(tw, "%d\t", p.reasons[word])
		}
		if p.total > 0 {
			fmt.Fprintf(tw, "%.1f %%", 100*float64(p.explained())/float64(p.total))
		}
		fmt.Fprintln(tw, "\t")
	}
	for _, c := range covers {
		row(c.peer, t.peer(c.peer))
	}
	row("all", t.sum())
	tw.Flush()

	fmt.Fprintf(w, "\nfound by ctxlint alone:\n")
	fmt.Fprintf(tw, "rule\t%s\t\n", strings.Join(levels[:], "\t"))
	for _, rule := range slices.Sorted(maps.Keys(t.own)) {
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t\n", rule, t.own[rule][0], t.own[rule][1], t.own[rule][2])
	}
	tw.Flush()
}
