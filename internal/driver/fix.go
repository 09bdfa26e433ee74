package driver

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/format"
	"io"
	"io/fs"
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
// overlay is not nil, which was that of the run, the new files are put there
// and those on disk stay as they are.
func (r *Result) Fix(overlay map[string][]byte) *Fixed {
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
		old, err := Config{Overlay: overlay}.readFile(name)
		if err == nil && sha256.Sum256(old) != files[name][0].Fix.Sum {
			err = errors.New("it changed while it was analysed")
		}
		if err != nil {
			res.problem(name, err)
			continue
		}
		chosen := compatible(files[name])
		text := reformat(old, splice(old, chosen))
		if overlay != nil {
			if _, _, err = writable(name); err == nil {
				overlay[name] = text
			}
		} else {
			err = replace(name, text)
		}
		if err != nil {
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
	return res
}

// PrintDiff prints what the files of an overlay hold against those on disk, as
// a unified diff.
func PrintDiff(w io.Writer, overlay map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(overlay)) {
		old, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		short := filepath.ToSlash(Shorten("", name))
		if _, err := w.Write(diff.Diff(short+".orig", old, short, overlay[name])); err != nil {
			return err
		}
	}
	return nil
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

// writable returns the name of a file, or that of the one that it is a symbolic
// link to, and its mode; an error if it must not be written.
func writable(name string) (string, fs.FileMode, error) {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return "", 0, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", 0, err
	}
	mode := info.Mode().Perm()
	// Neither does the mode bind the superuser, nor does it say who the owner is.
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err == nil {
		err = f.Close()
	}
	switch {
	case mode&0o200 == 0, errors.Is(err, fs.ErrPermission):
		return "", 0, errors.New("it is read-only")
	case err != nil:
		return "", 0, err
	}
	return name, mode, nil
}

// replace gives a file a new content in one step and keeps its mode.
func replace(name string, text []byte) error {
	name, mode, err := writable(name)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(text)
	err = cmp.Or(err, tmp.Chmod(mode), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}
