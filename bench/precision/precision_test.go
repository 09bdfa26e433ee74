package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestJudged asserts that judged.jsonl is in order, and about pinned modules.
func TestJudged(t *testing.T) {
	t.Parallel()
	all, err := parseJudged(judgedFile)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range modules {
		names = append(names, m.String())
	}
	for i, j := range all {
		if !slices.Contains(names, j.Module) {
			t.Errorf("line %d: %s is not pinned", i+1, j.Module)
		}
		if i > 0 && j.compare(all[i-1].finding) < 0 {
			t.Errorf("line %d: %s is not in order", i+1, j.finding)
		}
	}
}

func TestParseJudged(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, want string }{
		{`{"verdict": "maybe", "reason": "x"}`, `the verdict is "maybe"`},
		{`{"verdict": "true"}`, "no reason"},
		{`{"level": "stricter", "verdict": "true", "reason": "x"}`, `the level is "stricter"`},
		{`{"verdict": "true", "reason": "x", "left": "y"}`, "nothing is left"},
		{`{"verdict": "true", "reason": "x", "colour": "red"}`, "unknown field"},
	} {
		if _, err := parseJudged([]byte(test.line)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("parseJudged(%s): %v, want an error with %q", test.line, err, test.want)
		}
	}
}

func TestParseFindings(t *testing.T) {
	t.Parallel()
	got := parseFindings("m@v1", []byte(`a/b.go:12:3: the loop never looks at ctx (line 7) (ctxloop/sleep)
a/b.go:10:2: 	the loop
c.go:1:1: nil is passed (ctxnil/literal)
# some package
`))
	want := []finding{{"m@v1", "a/b.go", 12, "ctxloop/sleep", ""}, {"m@v1", "c.go", 1, "ctxnil/literal", ""}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("parseFindings: %v, want %v", got, want)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	at := func(line int) finding { return finding{"m@v1", "a.go", line, "ctxnil/literal", ""} }
	judged := []judgement{
		{at(1), "true", "stays", ""},
		{at(2), "true", "vanishes", ""},
		{at(3), "false", "comes back", ""},
		{at(4), "false", "stays away", ""},
		{at(5), "false", "is known", "insight"},
		{at(6), "false", "was known", "insight"},
		{at(7), "true", "one of two at a line", ""},
	}
	c := compare(judged, []finding{at(9), at(1), at(3), at(5), at(7), at(7), at(8)})
	want := comparison{
		Back:     judged[2:3],
		Vanished: judged[1:2],
		Done:     judged[5:6],
		Unjudged: []finding{at(7), at(8), at(9)},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("compare: %+v, want %+v", c, want)
	}
	if !c.failed() || compare(judged[:1], []finding{at(1), at(2)}).failed() {
		t.Error("failed is for what came back and what vanished")
	}
}

func TestAbove(t *testing.T) {
	t.Parallel()
	at := func(line int, level string) finding { return finding{"m@v1", "a.go", line, "ctxpass/fresh", level} }
	got := above([]finding{at(1, ""), at(2, ""), at(2, ""), at(3, "")}, []finding{at(2, ""), at(3, "")})
	if want := []finding{at(1, strict), at(2, strict)}; !reflect.DeepEqual(got, want) {
		t.Errorf("above: %v, want %v", got, want)
	}
}

func TestSample(t *testing.T) {
	t.Parallel()
	var found []finding
	for line := range 50 {
		found = append(found, finding{"m@v1", "a.go", line, "ctxpass/fresh", strict})
	}
	found = append(found, finding{"m@v1", "b.go", 1, "ctxnil/maybe", strict})
	got := sample(found, 3)
	if len(got) != 4 || got[3] != found[50] {
		t.Fatalf("sample: %v, want three of one rule and the only one of the other", got)
	}
	fewer := slices.DeleteFunc(slices.Clone(found), func(f finding) bool { return f == got[0] })
	again := sample(fewer, 3)
	for _, f := range got[1:] {
		if !slices.Contains(again, f) {
			t.Errorf("sample: %s is out when another finding is gone", f)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	f := finding{"m@v1", "a.go", 1, "ctxnil/literal", ""}
	g, h := f, f
	g.Line, h.Line = 2, 3
	got := count([]string{"m@v1", "n@v1"}, func(f finding) string { return f.Module }, []judgement{{f, "true", "x", ""}, {g, "false", "x", "y"}}, []finding{f, g, h})
	want := []row{{"m@v1", 3, 1, 1, 1}, {Name: "n@v1"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("count: %v, want %v", got, want)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	got, err := choose("pgx,std")
	if err != nil || len(got) != 2 || got[0].Path != "github.com/jackc/pgx/v5" || got[1] != std {
		t.Errorf("choose: %v, %v", got, err)
	}
	if _, err := choose("pg"); err == nil || !strings.Contains(err.Error(), `"pg"`) {
		t.Errorf("choose: %v", err)
	}
}
