package analyzers_test

import (
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gocontext/ctxlint/analyzers"
)

// kernels are the lines in the kernels of goroutine leaks that Go tests its
// leak profile with, by file and text, at which a goroutine stays behind
// because something else came first, or at which a cancel function is lost.
// All other kernels leak in ways that contexts and timers have nothing to do
// with. ctxwait/bare is strict, and on for kubernetes25331.
var kernels = map[string][]string{
	".": {
		"commonpatterns.go: ch <- struct{}{} ctxwait/abandoned", // an early return
		"commonpatterns.go: ch <- struct{}{} ctxwait/abandoned", // the first of many wins
		"commonpatterns.go: ch <- struct{}{} ctxwait/abandoned", // the context wins
	},
	"goker": {
		"cockroach13197.go: db.begin(context.Background()) ctxcancel/discarded",
		"cockroach13755.go: ctx, rs.cancel = context.WithCancel(ctx) ctxcancel/stored",
		"cockroach18101.go: readyForImportCh <- (false || i != 0) ctxloop/nodone",
		"etcd5509.go: ctx, _ := context.WithCancel(context.TODO()) ctxcancel/discarded",
		"grpc660.go: done <- false ctxwait/abandoned",
		"grpc660.go: done <- true ctxwait/abandoned",
		"kubernetes25331.go: wc.resultChan <- errResult ctxwait/bare",
		"kubernetes5316.go: ch <- true ctxwait/abandoned",
		"kubernetes5316.go: errCh <- err ctxwait/abandoned",
		"moby17176.go: doneChan <- true ctxwait/abandoned",
		"moby33781.go: results <- true ctxwait/abandoned",
	},
}

// TestKernels runs the checks about waits and cancel functions over those kernels, if the Go
// installation has them.
func TestKernels(t *testing.T) {
	root := filepath.Join(build.Default.GOROOT, "src/runtime/testdata/testgoroutineleakprofile")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no kernels: ", err)
	}
	for dir, want := range kernels {
		t.Run(dir, func(t *testing.T) {
			gopath := t.TempDir()
			copyKernels(t, filepath.Join(root, dir), filepath.Join(gopath, "src", "kernels"))
			s := analyzers.NewSettings()
			s.Enable = []string{"ctxwait/bare"}
			for _, c := range analyzers.Checks {
				if c.Name != "ctxloop" && c.Name != "ctxwait" && c.Name != "ctxcancel" {
					s.Disable = append(s.Disable, c.Name)
				}
			}

			var got []string
			for _, r := range analysistest.Run(unexpected{t}, gopath, analyzers.New(s), "kernels") {
				for _, d := range r.Diagnostics {
					pos := r.Pass.Fset.Position(d.Pos)
					text, err := os.ReadFile(pos.Filename)
					if err != nil {
						t.Fatal(err)
					}
					line := strings.Split(string(text), "\n")[pos.Line-1]
					line, _, _ = strings.Cut(line, "//")
					got = append(got, fmt.Sprintf("%s: %s %s", filepath.Base(pos.Filename), strings.TrimSpace(line), d.Category))
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// unexpected lets findings pass that no comment expects.
type unexpected struct{ *testing.T }

func (unexpected) Errorf(string, ...any) {}

func copyKernels(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(to, 0o777); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
