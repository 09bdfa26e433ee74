package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLeaks runs the programs in testdata/leaks before and after their fixes:
// what their mistakes do can be observed before, and no more after. The fixed
// files are the golden ones.
func TestLeaks(t *testing.T) {
	source := filepath.Join("..", "..", "testdata", "leaks")
	golden, err := filepath.Glob(filepath.Join(source, "*.golden"))
	if err != nil || len(golden) < 12 {
		t.Fatalf("%d programs, %v", len(golden), err)
	}
	want := make(map[string]string)
	for _, name := range golden {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want[strings.TrimSuffix(filepath.Base(name), ".golden")] = string(text)
	}

	dir := t.TempDir()
	copyCorpus(t, source, dir)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	t.Chdir(dir)
	before := observe(t)
	lint(t, t.TempDir(), exitFindings, "-fix")
	fixed := readFiles(t)
	after := observe(t)

	comment := regexp.MustCompile(`(?m)^// (before|after): (.*)$`)
	for name, text := range want {
		if fixed[name] != text {
			t.Errorf("%s is fixed to\n%s\nnot to\n%s", name, fixed[name], text)
		}
		program := strings.TrimSuffix(name, ".go")
		said := make(map[string]string)
		for _, m := range comment.FindAllStringSubmatch(text, -1) {
			said[m[1]] = m[2]
		}
		if before[program] != said["before"] || after[program] != said["after"] || before[program] == after[program] {
			t.Errorf("%s: %q before and %q after the fix, which should be %q and %q", program, before[program], after[program], said["before"], said["after"])
		}
	}
}

// observe builds and runs the programs in the current directory and returns
// what each prints.
func observe(t *testing.T) map[string]string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "go", "run", ".")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	printed := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
		printed[name] = text
	}
	return printed
}
