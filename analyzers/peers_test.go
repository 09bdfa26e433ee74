package analyzers_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/settings"
)

// peer is another linter that asks about contexts.
type peer struct {
	name string // as it is called in text
	url  string
	// off says how the linter, or its part about contexts, is switched off in
	// .golangci.yml. It is empty for what golangci-lint does not have and for
	// what ctxlint does not replace.
	off string
	// difference sums up what ctxlint does otherwise.
	difference string
	rules      []peerRule
}

// peerRule is one kind of finding of a peer.
type peerRule struct {
	name  string // empty if the peer has only one
	finds string
	here  []string // the rules of ctxlint that cover it
	// note says what ctxlint leaves out or adds. Where here is empty it is
	// the reason why the rule is left out.
	note string
}

// peers is what is known about other linters. The tables in docs/peers.md,
// docs/migration.md and the README are made from it.
var peers = []peer{
	{
		name: "go vet `lostcancel`", url: "https://pkg.go.dev/golang.org/x/tools/go/analysis/passes/lostcancel",
		off:        "`govet: {disable: [lostcancel]}`",
		difference: "lostcancel takes any mention for a call and does not see wrappers, `signal.NotifyContext`, loops or a variable assigned twice; ctxlint understands conditions that agree",
		rules: []peerRule{
			{"discarded", "a cancel function assigned to `_`", []string{"ctxcancel/discarded"}, "wrappers, `signal.NotifyContext` and `_ = cancel` too"},
			{"lost path", "a path to a return that does not mention the cancel function", []string{"ctxcancel/lostpath", "ctxcancel/loop", "ctxcancel/overwritten", "ctxcancel/uncalled"}, "conditions that agree are no lost path"},
		},
	},
	{
		name: "gosec G118", url: "https://github.com/securego/gosec",
		off:        "`gosec: {excludes: [G118]}`",
		difference: "G118 is content with a call on one path, and asks about loops without any exit only",
		rules: []peerRule{
			{"lost cancel", "a cancel function that nothing calls", []string{"ctxcancel/discarded", "ctxcancel/lostpath", "ctxcancel/overwritten", "ctxcancel/stored", "ctxcancel/uncalled"}, "wrappers, Cause forms and `signal.NotifyContext` too"},
			{"goroutine", "a goroutine with a fresh context in a function that has one", []string{"ctxpass/goroutine"}, "work that outlives its request is often detached on purpose: the advice is `context.WithoutCancel`"},
			{"loop", "an endless loop around a listed call that never asks `Done`", []string{"ctxloop/nodone", "ctxloop/sleep", "ctxloop/spin"}, "a callee that is given the context, or a helper that asks, is a guard; reading and writing files is no wait"},
		},
	},
	{
		name: "staticcheck SA1012", url: "https://staticcheck.dev/docs/checks/#SA1012",
		off:        "`staticcheck: {checks: [all, -SA1012]}`",
		difference: "any position, through variables, fields and results",
		rules: []peerRule{
			{"", "the literal `nil` as the first argument", []string{"ctxnil/literal"}, "a callee that tests for nil and goes on may be given nil"},
		},
	},
	{
		name: "staticcheck SA1029", url: "https://staticcheck.dev/docs/checks/#SA1029",
		off:        "`staticcheck: {checks: [all, -SA1029]}`",
		difference: "wrappers and the reading side, too",
		rules: []peerRule{
			{"", "a key of a built-in, empty or non-comparable type in `context.WithValue`", []string{"ctxvalue/key"}, ""},
		},
	},
	{
		name: "revive `context-as-argument`", url: "https://github.com/mgechev/revive/blob/master/RULES_DESCRIPTIONS.md#context-as-argument",
		off:        "remove the rule from `revive: {rules: …}`",
		difference: "interface methods, function types and literals, too; signatures that somebody else dictates are left alone",
		rules: []peerRule{
			{"", "the context is not the first parameter of a function", []string{"ctxparam/first"}, "`allow-types-before` is `ctxparam: {allow-before: […]}`"},
		},
	},
	{
		name: "revive `context-keys-type`", url: "https://github.com/mgechev/revive/blob/master/RULES_DESCRIPTIONS.md#context-keys-type",
		off:        "remove the rule from `revive: {rules: …}`",
		difference: "every type that can collide, wrappers and the reading side",
		rules: []peerRule{
			{"", "a key of a built-in type in `context.WithValue`", []string{"ctxvalue/key"}, ""},
		},
	},
	{
		name: "contextcheck", url: "https://github.com/kkHAIKE/contextcheck",
		off:        "`disable: [contextcheck]`",
		difference: "nil fallbacks, cleanup, lifecycles and detached work are left alone; a goroutine or a field is strict",
		rules: []peerRule{
			{"non-inherited new context", "a fresh or foreign context is passed on where there is one", []string{"ctxpass/fresh", "ctxpass/handler", "ctxpass/goroutine", "ctxpass/field", "ctxpass/blank"}, "once for each root, where the fresh context is made; nothing in cleanup, after the context is over, and where a nil context is replaced"},
			{"should pass the context parameter", "a callee without a context that makes a fresh one", []string{"ctxpass/chain"}, "callees of the workspace only; a callee that keeps its context and its cancel function has a life of its own"},
		},
	},
	{
		name: "noctx", url: "https://github.com/sonatard/noctx",
		off:        "`disable: [noctx]`",
		difference: "asks only where a context is in scope, except at level opinion; finds siblings by signature, in any package",
		rules: []peerRule{
			{"net/http", "`http.Get`, `http.NewRequest` and the like", []string{"ctxpass/variant"}, "opinion where no context is in scope; a request that gets its context by `WithContext` at once is fine"},
			{"database/sql", "`Query`, `Exec`, `Begin` and the like", []string{"ctxpass/variant"}, "likewise; sqlx, pgx and every other package with such siblings too"},
			{"net, crypto/tls", "dialing, listening and looking up", []string{"ctxpass/variant"}, "likewise"},
			{"os/exec", "`exec.Command`", []string{"ctxpass/variant"}, "likewise"},
			{"httptest.NewRequest", "a request of a test without a context", []string{"ctxpass/variant"}, "opinion: it makes no difference to most tests"},
		},
	},
	{
		name: "fatcontext", url: "https://github.com/Crocmagnon/fatcontext",
		off:        "`disable: [fatcontext]`",
		difference: "bounded folds, and contexts that start anew in each round, are left alone; follows wrappers",
		rules: []peerRule{
			{"check-loops", "a context assigned in a loop to a variable declared outside", []string{"ctxnest/loop"}, "only if it grows; the fix is offered only where it keeps the meaning"},
			{"check-function-literals", "a captured context assigned in a function literal", []string{"ctxnest/closure", "ctxnest/loop"}, "only literals that may run more than once"},
			{"check-struct-pointers", "a context assigned to a field behind a pointer", []string{"ctxnest/pointer"}, ""},
		},
	},
	{
		name: "containedctx", url: "https://github.com/sivchari/containedctx",
		off:        "`disable: [containedctx]`",
		difference: "requests, test tables and structs with their own cancel function are left alone",
		rules: []peerRule{
			{"", "a context in a struct", []string{"ctxfield/field"}, "enable it with `enable: [ctxfield]`; aliases, slices, maps and pointers too"},
		},
	},
	{
		name: "usetesting", url: "https://github.com/ldez/usetesting",
		off:        "`usetesting: {context-background: false, context-todo: false}`",
		difference: "not in cleanups and where the context outlives the test",
		rules: []peerRule{
			{"context-background, context-todo", "`context.Background()` or `TODO()` where there is a `*testing.T`", []string{"ctxtest/testcontext"}, "enable it with `enable: [ctxtest]`"},
			{"the rest", "`os.MkdirTemp`, `os.Setenv` and so on", nil, "not about contexts: keep usetesting for them"},
		},
	},
	{
		name: "modernize `testingcontext`", url: "https://pkg.go.dev/golang.org/x/tools/go/analysis/passes/modernize",
		off:        "`modernize: {disable: [testingcontext]}`",
		difference: "every fresh context of a test, not only one that is cancelled by a defer",
		rules: []peerRule{
			{"", "`context.WithCancel(context.Background())` and `defer cancel()` in a test", []string{"ctxtest/testcontext"}, "enable it with `enable: [ctxtest]`"},
		},
	},
	{
		name: "go vet `unusedresult`", url: "https://pkg.go.dev/golang.org/x/tools/go/analysis/passes/unusedresult",
		rules: []peerRule{
			{"context.WithCancel and the like", "a call whose results are dropped", []string{"ctxcancel/discarded"}, ""},
			{"context.WithValue", "a call whose result is dropped", nil, "go vet has it for everybody, and there is no false positive to avoid"},
		},
	},
	{
		name: "revive `unused-parameter`, unparam", url: "https://github.com/mvdan/unparam",
		rules: []peerRule{
			{"", "a parameter that is not used, a context among others", nil, "a signature may ask for it; ctxlint asks for the context where it is missing (ctxpass, ctxloop, ctxwait)"},
		},
	},
	{
		name: "sloglint", url: "https://github.com/go-simpler/sloglint",
		rules: []peerRule{
			{"context: scope", "`slog.Info` where there is a context", []string{"ctxpass/variant"}, "loggers are opinion"},
			{"context: all", "`slog.Info` anywhere", nil, "without a context in scope there is nothing to pass"},
		},
	},
	{
		name: "spancheck", url: "https://github.com/jjti/go-spancheck",
		rules: []peerRule{
			{"", "a span that is not ended", nil, "spans are not contexts; keep spancheck"},
		},
	},
	{
		name: "thelper", url: "https://github.com/kulti/thelper",
		rules: []peerRule{
			{"first", "`*testing.T` is not the first parameter, or the second after a context", []string{"ctxparam/first"}, "both orders are fine here, so the two do not contradict each other"},
		},
	},
	{
		name: "ctxprop", url: "https://github.com/Gilthoniel/ctxprop",
		rules: []peerRule{
			{"", "a context that does not derive from the one in scope", []string{"ctxpass/fresh", "ctxpass/field", "ctxpass/goroutine", "ctxpass/shadow"}, ""},
		},
	},
	{
		name: "goroutinectx", url: "https://github.com/mpyw/goroutinectx",
		rules: []peerRule{
			{"goroutine, errgroup, waitgroup", "a task that does not mention the context", []string{"ctxpass/errgroup", "ctxpass/goroutine", "ctxpass/variant", "ctxloop/nodone"}, "only a task that blocks, or that calls what could take the context: others have no use for it"},
		},
	},
	{
		name: "errgroupctxlint", url: "https://github.com/m-ocean-it/errgroupctxlint",
		rules: []peerRule{
			{"", "the outer context in a task of an errgroup that has its own", []string{"ctxpass/errgroup"}, ""},
		},
	},
	{
		name: "sqlpassctxcheck", url: "https://github.com/400f/sqlpassctxcheck",
		rules: []peerRule{
			{"", "methods of database/sql and sqlx without a context", []string{"ctxpass/variant"}, ""},
		},
	},
	{
		name: "zerologlintctx", url: "https://github.com/mpyw/zerologlintctx",
		rules: []peerRule{
			{"", "a zerolog event that is not given the context", nil, "what a log line carries is a matter of the logger's set-up"},
		},
	},
	{
		name: "testctxlint", url: "https://github.com/icedream/testctxlint",
		rules: []peerRule{
			{"", "`context.Background()` in a test", []string{"ctxtest/testcontext"}, ""},
		},
	},
	{
		name: "linters of gh-aw", url: "https://github.com/github/gh-aw",
		rules: []peerRule{
			{"nilctxpassed", "nil passed for a context", []string{"ctxnil/literal"}, "typed nils, variables and results too"},
			{"contextcancelnotdeferred", "a cancel function that is called, but not deferred", []string{"ctxcancel/notdeferred"}, ""},
			{"ctxbackground", "a fresh context in a function that has one", []string{"ctxpass/fresh"}, ""},
			{"timesleepnocontext", "`time.Sleep` in a function that has a context", []string{"ctxloop/sleep", "ctxwait/sleep"}, ""},
			{"httpnoctx, execcommandwithoutcontext", "calls that have a sibling with a context", []string{"ctxpass/variant"}, ""},
			{"timeafterleak", "`time.After` in a loop", nil, "since Go 1.23 such a timer is collected when nothing refers to it"},
		},
	},
	{
		name: "golint-sl", url: "https://github.com/SpechtLabs/golint-sl",
		rules: []peerRule{
			{"contextpropagation", "fresh contexts and calls without one where there is one", []string{"ctxpass/fresh", "ctxpass/variant"}, "a parameter that is not used is not a finding by itself"},
			{"contextfirst", "the context is not the first parameter", []string{"ctxparam/first"}, ""},
			{"goroutineleak", "a goroutine with an endless loop that asks no channel named done", []string{"ctxloop/nodone", "ctxloop/sleep"}, ""},
		},
	},
	{
		name: "deslop", url: "https://github.com/chinmay-sawant/deslop",
		rules: []peerRule{
			{"context_withvalue_used_for_dependencies_or_large_payloads", "a value that is no metadata, by its name", []string{"ctxvalue/option", "ctxvalue/flow"}, "by type and use, not by name"},
			{"request_context_passed_to_background_task_without_detach", "a request's context in a goroutine", []string{"ctxpass/goroutine"}, ""},
			{"sleep_polling", "polling with `time.Sleep`", []string{"ctxloop/sleep"}, ""},
			{"busy_waiting", "a `select` with a default in a loop", nil, "a waste of processor time, with or without a context"},
		},
	},
	{
		name: "semgrep-go", url: "https://github.com/dgryski/semgrep-go",
		rules: []peerRule{
			{"contextCancelable", "a cancel function that is not called", []string{"ctxcancel/discarded", "ctxcancel/lostpath"}, ""},
			{"http-ctx-goroutine", "the context of a request in a goroutine", []string{"ctxpass/goroutine"}, ""},
			{"contextTODO", "`context.TODO()`", []string{"ctxpass/fresh"}, "where there is a context to pass; elsewhere TODO says what it means to say"},
			{"ctx-time", "`Done` and `time.After` with the same body", nil, "a question of style"},
			{"timeafter", "`time.After` in a loop", nil, "since Go 1.23 such a timer is collected when nothing refers to it"},
		},
	},
	{
		name: "Sonar", url: "https://rules.sonarsource.com/go/",
		rules: []peerRule{
			{"S8188", "a cancel function that is not deferred", []string{"ctxcancel/lostpath", "ctxcancel/notdeferred"}, ""},
			{"S8239", "a fresh context where there is a parameter", []string{"ctxpass/fresh"}, ""},
			{"S8242", "a context in a struct", []string{"ctxfield/field"}, ""},
		},
	},
	{
		name: "ctxfield, ctxarg, ctxfunc, yze-go-ctxfirst, yandex ctxcheck", url: "https://github.com/gomatic/yze-go-ctxfirst",
		rules: []peerRule{
			{"first, name", "the place and the name of the context parameter", []string{"ctxparam/first", "ctxparam/name"}, ""},
			{"one context", "two context parameters", nil, "merging two contexts takes both; their names must say which is which (ctxparam/name)"},
			{"save", "a context in a struct", []string{"ctxfield/field"}, ""},
		},
	},
}

// TestPeerDocs compares the tables about other linters with peers, and sees to
// it that each rule is covered by rules that exist or left out for a reason.
func TestPeerDocs(t *testing.T) {
	levels := make(map[string]settings.Level)
	for _, c := range analyzers.Checks {
		for _, r := range c.Rules {
			levels[c.Name+"/"+r.Name] = r.Level
		}
	}
	for _, p := range peers {
		for _, r := range p.rules {
			for _, rule := range r.here {
				if _, ok := levels[rule]; !ok {
					t.Errorf("%s %s: there is no rule %s", p.name, r.name, rule)
				}
			}
			if len(r.here) == 0 && r.note == "" {
				t.Errorf("%s %s: neither covered nor left out for a reason", p.name, r.name)
			}
		}
		if p.off != "" && p.difference == "" {
			t.Errorf("%s is replaced, but nothing says what changes", p.name)
		}
	}
	section(t, filepath.Join("docs", "peers.md"), "peers", peersTable(levels))
	section(t, filepath.Join("docs", "migration.md"), "off", offTable())
	section(t, "README.md", "peers", replacedTable())
}

// peersTable lists every rule of every peer.
func peersTable(levels map[string]settings.Level) string {
	var b strings.Builder
	b.WriteString("| linter | rule | finds | ctxlint | difference, or why it is left out |\n|---|---|---|---|---|\n")
	for _, p := range peers {
		for i, r := range p.rules {
			linter := ""
			if i == 0 {
				linter = fmt.Sprintf("[%s](%s)", p.name, p.url)
			}
			var here []string
			for _, rule := range r.here {
				check, name, _ := strings.Cut(rule, "/")
				link := fmt.Sprintf("[%s](%s.md#%s)", rule, check, name)
				if level := levels[rule]; level != settings.Default {
					link += " (" + level.String() + ")"
				}
				here = append(here, link)
			}
			if here == nil {
				here = []string{"left out"}
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", linter, plain.Replace(r.name), r.finds, strings.Join(here, ", "), r.note)
		}
	}
	return b.String()
}

// offTable says how to switch off what ctxlint replaces.
func offTable() string {
	var b strings.Builder
	b.WriteString("| linter | in `.golangci.yml` | what changes |\n|---|---|---|\n")
	for _, p := range peers {
		if p.off != "" {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", p.name, p.off, p.difference)
		}
	}
	return b.String()
}

// replacedTable lists the linters that ctxlint replaces, a line for each.
func replacedTable() string {
	var b strings.Builder
	b.WriteString("| linter | what it finds | here | difference |\n|---|---|---|---|\n")
	for _, p := range peers {
		if p.off == "" {
			continue // stays beside ctxlint, or is none of golangci-lint's
		}
		var finds, here []string
		for _, r := range p.rules {
			if r.here == nil {
				continue // not about contexts
			}
			finds = append(finds, r.finds)
			for _, rule := range r.here {
				check, _, _ := strings.Cut(rule, "/")
				if link := fmt.Sprintf("[%s](docs/%[1]s.md)", check); !slices.Contains(here, link) {
					here = append(here, link)
				}
			}
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s |\n", p.name, p.url, strings.Join(finds, "; "), strings.Join(here, ", "), p.difference)
	}
	return b.String()
}
