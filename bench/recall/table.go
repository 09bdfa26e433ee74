package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// printTable prints the outcomes by class.
func printTable(w io.Writer, results []result) {
	all := make(map[string]*row)
	total := &row{class: "all"}
	for _, r := range results {
		if all[r.Class] == nil {
			all[r.Class] = &row{class: r.Class}
		}
		all[r.Class].add(r)
		total.add(r)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "class\tbugs\tnot run\tran\tdefault\tstrict\tstill\tmissed\t")
	for _, class := range slices.Sorted(maps.Keys(all)) {
		all[class].print(tw)
	}
	total.print(tw)
	tw.Flush()
	if ran := total.bugs - total.notRun; ran > 0 {
		fmt.Fprintf(w, "of %d bugs reported before the fix: %.1f %% at default, %.1f %% at strict\n", ran,
			percent(total.byDefault+total.stillByDefault, ran), percent(total.strict+total.still, ran))
		fmt.Fprintf(w, "and no more after it: %.1f %% at default, %.1f %% at strict\n", percent(total.byDefault, ran), percent(total.strict, ran))
	}
}

// A row counts the outcomes of a class.
type row struct {
	class                                                          string
	bugs, notRun, byDefault, stillByDefault, strict, still, missed int
}

func (r *row) add(res result) {
	r.bugs++
	switch res.Default {
	case found:
		r.byDefault++
	case still:
		r.stillByDefault++
	}
	switch res.Strict {
	case notRun:
		r.notRun++
	case found:
		r.strict++
	case still:
		r.still++
	case missed:
		r.missed++
	}
}

func (r *row) print(w io.Writer) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", r.class, r.bugs, r.notRun, r.bugs-r.notRun, r.byDefault, r.strict, r.still, r.missed)
}

// percent returns the share of n in all.
func percent(n, all int) float64 { return 100 * float64(n) / float64(all) }
