package driver

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// maxErrors is the number of errors that the go command prints for a package.
const maxErrors = 10

// listErrors records what the go command had to say about p. For code that
// does not compile that is the compiler's output, headline included.
func (g *graph) listErrors(p *packages.Package) {
	for _, e := range p.Errors {
		msg := e.Msg
		if e.Pos != "" && e.Pos != "-" {
			msg = g.shorten(e.Pos) + ": " + msg
		}
		g.errs[p.PkgPath] = append(g.errs[p.PkgPath], strings.TrimRight(msg, "\n"))
	}
}

// shorten returns a position with a file name relative to the directory of the
// run.
func (g *graph) shorten(pos string) string {
	volume := filepath.VolumeName(pos)
	name, rest, _ := strings.Cut(pos[len(volume):], ":")
	if name = volume + name; filepath.IsAbs(name) {
		return Shorten(g.cfg.Dir, name) + ":" + rest
	}
	return pos
}

// sourceErrors records what is wrong with the source of a package, unless the
// go command has said so.
func (g *graph) sourceErrors(p *packages.Package, lines []string) {
	if len(lines) == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.errs[p.PkgPath]) > 0 {
		return
	}
	if len(lines) > maxErrors {
		lines = append(lines[:maxErrors:maxErrors], "too many errors")
	}
	g.errs[p.PkgPath] = []string{"# " + p.ID + "\n" + strings.Join(lines, "\n")}
}

// errors returns the errors in the order of the packages. A package with its
// tests repeats the errors of the plain package; every line is told once.
func (g *graph) errors() []string {
	var all []string
	told := make(map[string]bool)
	for _, path := range slices.Sorted(maps.Keys(g.errs)) {
		for _, text := range g.errs[path] {
			var head string
			var lines []string
			for line := range strings.SplitSeq(text, "\n") {
				switch {
				case strings.HasPrefix(line, "# "):
					head = line
				case !told[line] || strings.HasPrefix(line, "\t"):
					told[line] = true
					lines = append(lines, line)
				}
			}
			if len(lines) == 0 {
				continue
			}
			if head != "" {
				lines = slices.Insert(lines, 0, head)
			}
			all = append(all, strings.Join(lines, "\n"))
		}
	}
	return all
}
