package main

import (
	"slices"
	"strings"
	"testing"
)

func TestLeaveOut(t *testing.T) {
	all := []command{{name: "type-check alone"}, {name: "go vet, ctxlint, first run"}, {name: "go vet, ctxlint, second run"}, {name: "contextcheck"}}
	for _, test := range []struct {
		skip, want string
	}{
		{"", "type-check alone|go vet, ctxlint, first run|go vet, ctxlint, second run|contextcheck"},
		{"go vet", "type-check alone|contextcheck"},
		{"go vet,contextcheck", "type-check alone"},
	} {
		left, err := leaveOut(slices.Clone(all), test.skip)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range left {
			names = append(names, c.name)
		}
		if got := strings.Join(names, "|"); got != test.want {
			t.Errorf("without %q: %s, want %s", test.skip, got, test.want)
		}
	}
	if _, err := leaveOut(all, "contextcheck,vet"); err == nil || !strings.Contains(err.Error(), `"vet"`) || !strings.Contains(err.Error(), `"type-check alone"`) {
		t.Errorf("a word that means nothing: %v", err)
	}
}
