package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
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
