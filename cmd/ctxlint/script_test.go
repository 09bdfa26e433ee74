package main

import (
	"errors"
	"flag"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// binary is the command under test. It is built rather than run as part of
// the test binary because go vet asks it for its flags.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "ctxlint")
	if err != nil {
		log.Fatal(err)
	}
	binary = filepath.Join(dir, "ctxlint")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		log.Fatalf("%v\n%s", err, out)
	}
	status := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		log.Print(err)
	}
	os.Exit(status)
}

// TestScript runs testdata/script. A script knows, beside the commands of
// testscript:
//
//	exits status command...   run a command, which must end with that status
//	oneline file              the file has exactly one line
//	same a.txt b.txt          the files have the same lines, in any order
func TestScript(t *testing.T) {
	env := goEnv(t, "GOCACHE", "GOMODCACHE")
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(e *testscript.Env) error {
			for name, value := range env {
				e.Setenv(name, value)
			}
			e.Setenv("GOFLAGS", "")
			e.Setenv("GOPROXY", "off")
			e.Setenv("CTXLINT", binary)
			e.Setenv("PATH", filepath.Dir(binary)+string(filepath.ListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"oneline": oneline,
			"same":    same,
		},
	})
}

// goEnv returns variables of the go command, which a script's home directory
// hides.
func goEnv(t *testing.T, names ...string) map[string]string {
	t.Helper()
	env := make(map[string]string)
	for _, name := range names {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		env[name] = strings.TrimSpace(string(out))
	}
	return env
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits status command...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func oneline(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: oneline file")
	}
	if text := ts.ReadFile(args[0]); neg == (strings.Count(text, "\n") == 1) {
		ts.Fatalf("%s has %d lines", args[0], strings.Count(text, "\n"))
	}
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same a.txt b.txt")
	}
	sorted := func(name string) []string {
		lines := strings.Split(ts.ReadFile(name), "\n")
		slices.Sort(lines)
		return lines
	}
	a, b := sorted(args[0]), sorted(args[1])
	if neg == slices.Equal(a, b) {
		ts.Fatalf("%s:\n%s\n%s:\n%s", args[0], strings.Join(a, "\n"), args[1], strings.Join(b, "\n"))
	}
}
