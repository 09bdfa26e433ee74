package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocontext/ctxlint/internal/settings"
)

var update = flag.Bool("update", false, "rewrite the example in the README")

// TestReadme compares the example in the README with the package demo and
// with what ctxlint prints about it.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	code, err := os.ReadFile("testdata/src/demo/demo.go")
	if err != nil {
		t.Fatal(err)
	}
	_, function, ok := strings.Cut(string(code), "func Wait(")
	if !ok {
		t.Fatal("testdata/src/demo has no function Wait")
	}
	function, _, _ = strings.Cut(function, "\n}\n")

	var stdout, stderr bytes.Buffer
	if status := run([]string{"./testdata/src/demo/..."}, &stdout, &stderr); status != exitFindings {
		t.Fatalf("exit code %d, want %d\n%s", status, exitFindings, stderr.String())
	}

	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- begin example -->\n", "<!-- end example -->\n"
	before, rest, ok1 := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("README.md has no lines %s%s", begin, end)
	}
	want := before + begin +
		"```go\nfunc Wait(" + function + "\n}\n```\n\n" +
		"```console\n$ ctxlint ./testdata/src/demo/...\n" + stdout.String() + "```\n" +
		end + after
	switch {
	case string(text) == want:
	case !*update:
		t.Error("the example in README.md is not up to date: run go test ./cmd/ctxlint -run Readme -update")
	default:
		if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadmeConfig checks that the README's configuration of golangci-lint
// holds settings that exist.
func TestReadmeConfig(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "```yaml\nversion: \"2\"\n")
	if !ok {
		t.Fatal("README.md has no block of YAML that begins with version: \"2\"")
	}
	block, _, _ := strings.Cut(rest, "```")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".golangci.yml"), []byte(block), 0o666); err != nil {
		t.Fatal(err)
	}
	s := settings.New()
	if err := configure(s, dir); err != nil {
		t.Fatal(err)
	}
	if s.Level != settings.Strict || len(s.Disable) != 1 || s.CtxParam.Exported {
		t.Errorf("the settings were not read: %+v", s)
	}
}
