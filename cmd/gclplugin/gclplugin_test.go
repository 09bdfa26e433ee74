package gclplugin_test

import (
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gocontext/ctxlint/cmd/gclplugin"
)

func TestRegistered(t *testing.T) {
	newPlugin, err := register.GetPlugin("ctxlint")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlugin(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.GetLoadMode(), register.LoadModeTypesInfo; got != want {
		t.Errorf("load mode is %q, want %q", got, want)
	}
	as, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if len(as) != 1 || as[0].Name != "ctxlint" {
		t.Errorf("analyzers are %v, want only ctxlint", as)
	}
}

func TestSettings(t *testing.T) {
	type m = map[string]any
	tests := []struct {
		name string
		conf any
		want string // part of the error; "" if there must be none
	}{
		{"none", nil, ""},
		{"empty", m{}, ""},
		{"every kind", m{
			"level":    "strict",
			"enable":   []any{"ctxtime/deadline"},
			"disable":  []any{"ctxtime"},
			"test":     false,
			"carriers": []any{"example.com/app.Request"},
			"ctxparam": m{"exported": false, "allow-before": []any{"example.com/app.Session"}},
		}, ""},
		{"no mapping", []any{"level"}, "settings: want a mapping"},
		{"unknown setting", m{"lops": true}, `unknown setting "lops": valid are level, enable`},
		{"unknown setting of a check", m{"ctxparam": m{"lops": true}}, `unknown setting "ctxparam.lops": valid are`},
		{"setting of a check outside it", m{"allow-before": []any{}}, `unknown setting "allow-before"`},
		{"a check that is no mapping", m{"ctxparam": true}, `setting "ctxparam": want the settings of the check`},
		{"word for a bool", m{"test": "false"}, `setting "test": want true or false`},
		{"words in one string", m{"disable": "ctxtime,ctxparam"}, `setting "disable": want a list of words`},
		{"number in a list", m{"disable": []any{1}}, `setting "disable": want a list of words`},
		{"number for a level", m{"level": 2}, `setting "level": want one of default, strict, opinion`},
		{"unknown level", m{"level": "pedantic"}, `setting "level": unknown level "pedantic": valid are default, strict, opinion`},
		{"bool of a check", m{"ctxparam": m{"exported": "no"}}, `setting "ctxparam.exported": want true or false`},
		{"unknown check", m{"enable": []any{"ctxtimes"}}, `unknown check "ctxtimes": valid are all, `},
		{"unknown rule", m{"disable": []any{"ctxtime/units"}}, `unknown rule "ctxtime/units": valid are ctxtime/unit, ctxtime/deadline`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := gclplugin.New(test.conf)
			switch {
			case test.want == "" && err != nil:
				t.Errorf("unexpected error: %v", err)
			case test.want != "" && err == nil:
				t.Errorf("no error, want one with %q", test.want)
			case test.want != "" && !strings.Contains(err.Error(), test.want):
				t.Errorf("error is %q, want one with %q", err, test.want)
			}
		})
	}
}

// TestDirectives checks that //nolint is left to golangci-lint, whose
// nolintlint would otherwise call it unused, and //ctxlint:ignore is not.
func TestDirectives(t *testing.T) {
	dir, cleanup, err := analysistest.WriteFiles(map[string]string{"a/a.go": `package a

//ctxlint:ignore ctxtime/unit // want "gives no reason"
var a int //nolint:ctxlint // for golangci-lint to judge
`})
	if err != nil {
		t.Fatal(err)
	}
	defer cleanup()
	p, err := gclplugin.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	as, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range analysistest.Run(t, dir, as[0], "a") {
		for _, d := range r.Diagnostics {
			if len(d.Related) > 0 {
				t.Errorf("%q has related positions", d.Message)
			}
		}
	}
}
