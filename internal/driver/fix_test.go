package driver_test

import (
	"bytes"
	"context"
	"go/ast"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/internal/driver"
)

// rename offers to call functions named old new, with a comment on a line
// above them, and to drop what is called gone; of functions named stuck it only
// complains.
var rename = &analysis.Analyzer{
	Name: "rename",
	Doc:  "rename functions",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			for _, decl := range f.Decls {
				fd, ok := decl.(*ast.FuncDecl)
				if !ok {
					continue
				}
				d := analysis.Diagnostic{Pos: fd.Name.Pos(), Message: fd.Name.Name}
				switch fd.Name.Name {
				case "old":
					d.SuggestedFixes = []analysis.SuggestedFix{{TextEdits: []analysis.TextEdit{
						{Pos: fd.Pos(), NewText: []byte("// new\n")},
						{Pos: fd.Name.Pos(), End: fd.Name.End(), NewText: []byte("new")},
					}}}
				case "gone":
					d.SuggestedFixes = []analysis.SuggestedFix{{TextEdits: []analysis.TextEdit{{Pos: fd.Pos(), End: fd.End()}}}}
				case "stuck":
				default:
					continue
				}
				pass.Report(d)
			}
		}
		return nil, nil
	},
}

// analyse runs the analyzer over a module that consists of one file.
func analyse(t *testing.T, code string) (res *driver.Result, file string) {
	t.Helper()
	dir := unpack(t, "-- go.mod --\nmodule m\n")
	file = filepath.Join(dir, "a.go")
	if err := os.WriteFile(file, []byte(code), 0o640); err != nil {
		t.Fatal(err)
	}
	res, err := driver.Run(context.Background(), driver.Config{Analyzer: rename, Dir: dir}, ".")
	if err != nil {
		t.Fatal(err)
	}
	return res, file
}

func checkFile(t *testing.T, file, want string) {
	t.Helper()
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func fix(t *testing.T, res *driver.Result, findings, left, problems int) {
	t.Helper()
	fixed := res.Fix(nil)
	if fixed.Findings != findings || res.Count() != left || len(fixed.Problems) != problems {
		t.Errorf("%d fixed, %d left, problems %q; want %d, %d and %d", fixed.Findings, res.Count(), fixed.Problems, findings, left, problems)
	}
}

// Only what the edits say is changed: bad formatting stays.
func TestFix(t *testing.T) {
	res, file := analyse(t, "package  m\nfunc old()   {}\nfunc gone() {}\nfunc stuck() {}\n")
	fix(t, res, 2, 1, 0)
	checkFile(t, file, "package  m\n// new\nfunc new()   {}\n\nfunc stuck() {}\n")
	if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// In a file that was formatted, columns are aligned anew.
func TestFixColumns(t *testing.T) {
	res, file := analyse(t, "package m\n\nfunc stay() {} // one\nfunc old()  {} // two\n")
	fix(t, res, 1, 0, 0)
	checkFile(t, file, "package m\n\nfunc stay() {} // one\n// new\nfunc new() {} // two\n")
}

// A byte order mark and the ends of lines stay what they are.
func TestFixLineEnds(t *testing.T) {
	res, file := analyse(t, "\ufeffpackage m\r\n\r\nfunc old() {}\r\n")
	fix(t, res, 1, 0, 0)
	checkFile(t, file, "\ufeffpackage m\r\n\r\n// new\r\nfunc new() {}\r\n")
}

func TestPrintDiff(t *testing.T) {
	code := "package m\n\nfunc old() {}\n"
	res, file := analyse(t, code)
	var patch bytes.Buffer
	overlay := make(map[string][]byte)
	res.Fix(overlay)
	if err := driver.PrintDiff(&patch, overlay); err != nil {
		t.Fatal(err)
	}
	if want := "@@ -1,3 +1,4 @@\n package m\n \n-func old() {}\n+// new\n+func new() {}\n"; !strings.HasSuffix(patch.String(), want) {
		t.Errorf("got %q, want at its end %q", &patch, want)
	}
	checkFile(t, file, code)
}

// A file that is no longer what was analysed is left alone.
func TestFixChanged(t *testing.T) {
	res, file := analyse(t, "package m\n\nfunc old() {}\n")
	code := "package m\n\nfunc older() {}\n"
	if err := os.WriteFile(file, []byte(code), 0o640); err != nil {
		t.Fatal(err)
	}
	fix(t, res, 0, 1, 1)
	checkFile(t, file, code)
}

func TestFixReadOnly(t *testing.T) {
	code := "package m\n\nfunc old() {}\n"
	res, file := analyse(t, code)
	if err := os.Chmod(file, 0o440); err != nil {
		t.Fatal(err)
	}
	fix(t, res, 0, 1, 1)
	checkFile(t, file, code)
}

// A symbolic link stays one.
func TestFixLink(t *testing.T) {
	res, file := analyse(t, "package m\n\nfunc old() {}\n")
	target := filepath.Join(t.TempDir(), "target.go")
	if err := os.Rename(file, target); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, file); err != nil {
		t.Skip(err)
	}
	fix(t, res, 1, 0, 0)
	checkFile(t, file, "package m\n\n// new\nfunc new() {}\n")
	if info, err := os.Lstat(file); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
