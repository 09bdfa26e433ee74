package driver

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/format"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// A Fix is a suggested fix, which changes one file.
type Fix struct {
	Message string
	File    string
	Edits   []Edit            // in order, without overlap
	Sum     [sha256.Size]byte // of the file that the edits are for
}

// An Edit replaces a range of bytes.
type Edit struct {
	Start, End int
	New        string
}

// Fixed says what became of the fixes of a result.
type Fixed struct {
	Findings int      // whose fix was applied
	Files    []string // that were changed
	Problems []string // files that could not be changed, with the reason
}

// Fix applies the fixes of the findings to the files and removes these
// findings from the result. A file is replaced as a whole or not touched. If
// patch is not nil the changes are written to it as a unified diff and the
// files stay as they are.
func (r *Result) Fix(patch io.Writer) (*Fixed, error) {
	files := make(map[string][]*Finding)
	for _, p := range r.Packages {
		for i := range p.Findings {
			if f := &p.Findings[i]; f.Fix != nil {
				files[f.Fix.File] = append(files[f.Fix.File], f)
			}
		}
	}
	res := new(Fixed)
	applied := make(map[*Finding]bool)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		old, err := os.ReadFile(name)
		if err == nil && sha256.Sum256(old) != files[name][0].Fix.Sum {
			err = fmt.Errorf("it changed while it was analysed")
		}
		if err != nil {
			res.problem(name, err)
			continue
		}
		chosen := compatible(files[name])
		text := reformat(old, splice(old, chosen))
		if patch != nil {
			short := filepath.ToSlash(Shorten("", name))
			if _, err := patch.Write(diff.Diff(short+".orig", old, short, text)); err != nil {
				return nil, err
			}
		} else if err := replace(name, text); err != nil {
			res.problem(name, err)
			continue
		}
		res.Files = append(res.Files, name)
		res.Findings += len(chosen)
		for _, f := range chosen {
			applied[f] = true
		}
	}
	for _, p := range r.Packages {
		left := make([]Finding, 0, len(p.Findings))
		for i := range p.Findings {
			if !applied[&p.Findings[i]] {
				left = append(left, p.Findings[i])
			}
		}
		p.Findings = left
	}
	return res, nil
}

func (x *Fixed) problem(name string, err error) {
	x.Problems = append(x.Problems, fmt.Sprintf("%s is not fixed: %v", Shorten("", name), err))
}

// compatible returns the findings whose fixes can be applied together: each
// is left out that edits what one before it edits. The same edit of two fixes,
// such as an import that both need, is no conflict.
func compatible(fs []*Finding) []*Finding {
	var chosen []*Finding
	var taken []Edit
	for _, f := range fs {
		if slices.ContainsFunc(f.Fix.Edits, func(e Edit) bool {
			return slices.ContainsFunc(taken, func(t Edit) bool {
				return e != t && (e.Start < t.End && t.Start < e.End || e.Start == t.Start)
			})
		}) {
			continue
		}
		chosen = append(chosen, f)
		taken = append(taken, f.Fix.Edits...)
	}
	return chosen
}

// splice applies the edits of the fixes. New lines end as the lines of the
// file do.
func splice(old []byte, fs []*Finding) []byte {
	var edits []Edit
	for _, f := range fs {
		edits = append(edits, f.Fix.Edits...)
	}
	slices.SortFunc(edits, func(a, b Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	edits = slices.Compact(edits) // the same edit of two fixes
	crlf := bytes.Contains(old, []byte("\r\n"))
	var out []byte
	end := 0
	for _, e := range edits {
		text := e.New
		if crlf {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
		}
		out = append(out, old[end:e.Start]...)
		out = append(out, text...)
		end = e.End
	}
	return append(out, old[end:]...)
}

// reformat returns text, which was made from old, as gofmt writes it if old
// was written so: the length of a name moves the comments beside it.
func reformat(old, text []byte) []byte {
	if formatted, err := format.Source(old); err != nil || !bytes.Equal(formatted, old) {
		return text
	}
	formatted, err := format.Source(text)
	if err != nil {
		return text
	}
	return formatted
}

// replace gives a file, or the one that a symbolic link names, a new content
// in one step and keeps its mode.
func replace(name string, text []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("it is read-only")
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(text)
	err = cmp.Or(err, tmp.Chmod(info.Mode().Perm()), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}
