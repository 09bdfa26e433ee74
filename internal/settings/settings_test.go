package settings_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/gocontext/ctxlint/internal/settings"
)

func TestOn(t *testing.T) {
	for _, test := range []struct {
		flags string
		level settings.Level // of the rule c/r
		want  bool
	}{
		{"", settings.Default, true},
		{"", settings.Strict, false},
		{"-level=strict", settings.Strict, true},
		{"-level=strict", settings.Opinion, false},
		{"-level=opinion", settings.Default, true},
		{"-enable=c", settings.Opinion, true},
		{"-enable=c/r", settings.Opinion, true},
		{"-enable=c/other", settings.Opinion, false},
		{"-enable=all", settings.Opinion, true},
		{"-disable=c", settings.Default, false},
		{"-disable=all", settings.Default, false},
		{"-disable=all -enable=c", settings.Default, true},
		{"-disable=c -enable=c/r", settings.Strict, true},
		{"-disable=c/r -enable=c", settings.Default, false},
		{"-disable=c -enable=c", settings.Default, false}, // at a tie
		{"-enable=all -disable=c", settings.Default, false},
	} {
		s := parse(t, test.flags)
		if err := s.Err(); err != nil {
			t.Errorf("%q: %v", test.flags, err)
		}
		if got := s.On("c", "r", test.level); got != test.want {
			t.Errorf("%q: a rule of level %v is on: %v, want %v", test.flags, test.level, got, test.want)
		}
	}
}

func parse(t *testing.T, flags string) *settings.Settings {
	t.Helper()
	s := settings.New()
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	s.Register(fs, "")
	if err := fs.Parse(strings.Fields(flags)); err != nil {
		t.Fatal(err)
	}
	return s
}

// A bad value does not fail the parsing, which go vet would repeat for every
// package; it is kept.
func TestBadFlags(t *testing.T) {
	for flags, want := range map[string]string{
		"-level=loud":              `-level: unknown level "loud": valid are default, strict, opinion`,
		"-test=maybe":              "-test=maybe: want true or false",
		"-ctxparam.exported=maybe": "-ctxparam.exported=maybe: want true or false",
	} {
		if err := parse(t, flags).Err(); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", flags, err, want)
		}
	}
}

func TestCheckWords(t *testing.T) {
	valid := []string{"all", "a", "a/x", "a/y", "b", "b/z"}
	for flags, want := range map[string]string{
		"-enable=a,b/z -disable=all": "",
		"-enable=c":                  `-enable: unknown check "c": valid are all, a, b`,
		"-disable=a/z":               `-disable: unknown rule "a/z": valid are a/x, a/y`,
		"-disable=all/x":             `-disable: unknown check "all/x": valid are all, a, b`,
	} {
		got := ""
		if err := parse(t, flags).CheckWords(valid); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", flags, got, want)
		}
	}
}

func TestDecode(t *testing.T) {
	s := settings.New()
	err := s.Decode(map[string]any{
		"level":    "strict",
		"test":     false,
		"enable":   []any{"a", "b/z"},
		"ctxparam": map[string]any{"exported": false, "allow-before": []any{"*testing.T"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := settings.New()
	want.Level = settings.Strict
	want.Test = false
	want.Enable = []string{"a", "b/z"}
	want.CtxParam = settings.CtxParam{AllowBefore: []string{"*testing.T"}}
	if fmt.Sprint(*s) != fmt.Sprint(*want) {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestDecodeErrors(t *testing.T) {
	for want, m := range map[string]map[string]any{
		`unknown setting "lops"`:                                {"lops": 1},
		`unknown setting "ctxparam.lops"`:                       {"ctxparam": map[string]any{"lops": 1}},
		`setting "test": want true or false, not yes`:           {"test": "yes"},
		`setting "enable": want a list of words, not a,b`:       {"enable": "a,b"},
		`setting "enable": want a list of words, not [1]`:       {"enable": []any{1}},
		`setting "level": unknown level "loud"`:                 {"level": "loud"},
		`setting "level": want one of default, strict, opinion`: {"level": 2},
	} {
		if err := settings.New().Decode(m); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v: got %v, want %s…", m, err, want)
		}
	}
}
