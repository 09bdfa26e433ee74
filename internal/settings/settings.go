// Package settings holds every option of ctxlint once: its default, its
// validation, its flag and its key in YAML.
package settings

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Level says how much doubt a finding may carry. The zero Level stands for
// "as the rule says".
type Level int

const (
	Default Level = iota + 1 // near-zero false positives, on for everybody
	Strict                   // worth a look, more doubt
	Opinion                  // a matter of house style
)

var levelNames = []string{"default", "strict", "opinion"}

// String returns the word used for l in flags, YAML and docs.
func (l Level) String() string {
	if l < Default || l > Opinion {
		return "unset"
	}
	return levelNames[l-1]
}

// ParseLevel returns the level called word, or an error naming the valid words.
func ParseLevel(word string) (Level, error) {
	if i := slices.Index(levelNames, word); i >= 0 {
		return Level(i + 1), nil
	}
	return 0, fmt.Errorf("unknown level %q: valid are %s", word, strings.Join(levelNames, ", "))
}

// Settings are the options of a run. The zero value is not useful; start from
// [New]. Settings must not change once an analyzer built from them runs.
type Settings struct {
	Level     Level    // findings above this level are left out
	Enable    []string // checks, rules or "all" that are on whatever the level
	Disable   []string // checks, rules or "all" that are off whatever the level
	Test      bool     // judge _test.go files too
	Workspace []string // module path prefixes whose packages are summarised

	// What only the user knows, as "path/to/pkg.Func",
	// "(*path/to/pkg.Type).Method" or, for carriers, "path/to/pkg.Type".
	Acquisitions []string // functions whose func() result must be called
	NoReturn     []string // functions that never return
	Carriers     []string // types that hold a context
	Detaching    []string // functions whose argument is detached on purpose
	Blocking     []string // functions that block without a context

	CtxParam CtxParam

	// Set by the drivers, not by users.
	NoLint  bool // honour //nolint; golangci-lint does that itself
	Related bool // attach related positions; golangci-lint would print each as an issue
	Why     bool // record why candidates were silenced

	errs []error
}

// CtxParam are the options of the check ctxparam.
type CtxParam struct {
	AllowBefore []string // types that may stand before the context
	Exported    bool     // judge exported functions and methods too
}

// New returns the default settings.
func New() *Settings {
	return &Settings{
		Level:    Default,
		Test:     true,
		CtxParam: CtxParam{Exported: true},
		NoLint:   true,
		Related:  true,
	}
}

// An Option is one setting as users write it.
type Option struct {
	Check string // the check it belongs to, or "" for all
	Name  string // without the check's name
	Usage string
	bind  func(*Settings) any // *bool, *[]string or *Level
}

// FullName returns the option's name on the command line and, with a level of
// nesting for the dot, in YAML.
func (o Option) FullName() string {
	if o.Check == "" {
		return o.Name
	}
	return o.Check + "." + o.Name
}

// Options lists all options in the order of the documentation.
func Options() []Option { return slices.Clone(options) }

var options = []Option{
	{"", "level", "report findings up to this `level`: default, strict or opinion", func(s *Settings) any { return &s.Level }},
	{"", "enable", "comma-separated `list` of check, check/rule or all to report at any level", func(s *Settings) any { return &s.Enable }},
	{"", "disable", "comma-separated `list` of check, check/rule or all not to report", func(s *Settings) any { return &s.Disable }},
	{"", "test", "judge _test.go files too", func(s *Settings) any { return &s.Test }},
	{"", "workspace", "comma-separated module path `prefixes` whose packages are analysed as part of the workspace", func(s *Settings) any { return &s.Workspace }},
	{"", "acquisitions", "comma-separated `functions` whose func() result must be called", func(s *Settings) any { return &s.Acquisitions }},
	{"", "no-return", "comma-separated `functions` that never return", func(s *Settings) any { return &s.NoReturn }},
	{"", "carriers", "comma-separated `types` that hold a context", func(s *Settings) any { return &s.Carriers }},
	{"", "detaching", "comma-separated `functions` whose arguments are detached from the context on purpose", func(s *Settings) any { return &s.Detaching }},
	{"", "blocking", "comma-separated `functions` that block and take no context", func(s *Settings) any { return &s.Blocking }},
	{"ctxparam", "allow-before", "comma-separated `types` that may stand before the context", func(s *Settings) any { return &s.CtxParam.AllowBefore }},
	{"ctxparam", "exported", "judge exported functions and methods too", func(s *Settings) any { return &s.CtxParam.Exported }},
}

// Register adds to fs a flag for every option: all of them under their full
// names when check is "", else the general ones and those of that check
// without its name, as multichecker adds the name itself. Options named in
// except are left out.
//
// A bad value does not fail at parse time, for under go vet that would be
// repeated for every package; it is kept for [Settings.Err].
func (s *Settings) Register(fs *flag.FlagSet, check string, except ...string) {
	for _, o := range options {
		name := o.Name
		if check == "" {
			name = o.FullName()
		} else if o.Check != "" && o.Check != check {
			continue
		}
		if slices.Contains(except, name) {
			continue
		}
		fs.Var(&value{s, o}, name, o.Usage)
	}
}

// Set gives the option called name, in its full form, the value that text
// stands for on the command line.
func (s *Settings) Set(name, text string) error {
	o, err := lookup(name)
	if err != nil {
		return err
	}
	return s.set(o, text)
}

func lookup(name string) (Option, error) {
	var names []string
	for _, o := range options {
		if o.FullName() == name {
			return o, nil
		}
		names = append(names, o.FullName())
	}
	return Option{}, fmt.Errorf("unknown setting %q: valid are %s", name, strings.Join(names, ", "))
}

func (s *Settings) set(o Option, text string) error {
	switch p := o.bind(s).(type) {
	case *bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("-%s=%s: want true or false", o.FullName(), text)
		}
		*p = b
	case *[]string:
		*p = nil
		for word := range strings.SplitSeq(text, ",") {
			if word = strings.TrimSpace(word); word != "" {
				*p = append(*p, word)
			}
		}
	case *Level:
		l, err := ParseLevel(text)
		if err != nil {
			return fmt.Errorf("-%s: %w", o.FullName(), err)
		}
		*p = l
	}
	return nil
}

// Line returns the settings as one command line, each option once: equal
// settings have equal lines.
func (s *Settings) Line() string {
	var words []string
	for _, o := range options {
		words = append(words, fmt.Sprintf("-%s=%s", o.FullName(), &value{s, o}))
	}
	return strings.Join(words, " ")
}

// Decode applies settings as a YAML or JSON decoder delivers them: the
// options of a check are nested under its name. An unknown key or a value of
// the wrong type is an error that names it.
func (s *Settings) Decode(m map[string]any) error { return s.decode("", m) }

func (s *Settings) decode(prefix string, m map[string]any) error {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var errs []error
	for _, k := range keys {
		name := prefix + k
		if prefix == "" && isCheck(k) {
			sub, ok := m[k].(map[string]any)
			if !ok {
				errs = append(errs, fmt.Errorf("setting %q: want the settings of the check by name, not %v", k, m[k]))
				continue
			}
			errs = append(errs, s.decode(k+".", sub))
			continue
		}
		o, err := lookup(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, s.decodeValue(o, m[k]))
	}
	return errors.Join(errs...)
}

// isCheck reports whether some option belongs to a check called name.
func isCheck(name string) bool {
	return name != "" && slices.ContainsFunc(options, func(o Option) bool { return o.Check == name })
}

func (s *Settings) decodeValue(o Option, v any) error {
	bad := func(want string) error {
		return fmt.Errorf("setting %q: want %s, not %v", o.FullName(), want, v)
	}
	switch p := o.bind(s).(type) {
	case *bool:
		b, ok := v.(bool)
		if !ok {
			return bad("true or false")
		}
		*p = b
	case *[]string:
		list, ok := v.([]any)
		if !ok {
			return bad("a list of words")
		}
		*p = nil
		for _, e := range list {
			word, ok := e.(string)
			if !ok {
				return bad("a list of words")
			}
			*p = append(*p, word)
		}
	case *Level:
		word, ok := v.(string)
		if !ok {
			return bad("one of " + strings.Join(levelNames, ", "))
		}
		l, err := ParseLevel(word)
		if err != nil {
			return fmt.Errorf("setting %q: %w", o.FullName(), err)
		}
		*p = l
	}
	return nil
}

// Err returns the first bad flag value that was set, or nil.
func (s *Settings) Err() error {
	if len(s.errs) == 0 {
		return nil
	}
	return s.errs[0]
}

// A value is an option of some settings as a flag.
type value struct {
	s *Settings
	o Option
}

func (v *value) Set(text string) error {
	if err := v.s.set(v.o, text); err != nil {
		v.s.errs = append(v.s.errs, err)
	}
	return nil
}

func (v *value) String() string {
	if v.s == nil { // the zero value that package flag makes to compare defaults
		return ""
	}
	switch p := v.o.bind(v.s).(type) {
	case *bool:
		return strconv.FormatBool(*p)
	case *[]string:
		return strings.Join(*p, ",")
	case *Level:
		return p.String()
	}
	return ""
}

// IsBoolFlag makes -test mean -test=true.
func (v *value) IsBoolFlag() bool {
	_, ok := v.o.bind(v.s).(*bool)
	return ok
}

// On reports whether a finding of check/rule at the given level is wanted.
// The most specific word of -enable and -disable decides, -disable at a tie;
// without a word the level does.
func (s *Settings) On(check, rule string, level Level) bool {
	for _, word := range [...]string{check + "/" + rule, check, "all"} {
		if slices.Contains(s.Disable, word) {
			return false
		}
		if slices.Contains(s.Enable, word) {
			return true
		}
	}
	return level <= s.Level
}

// CheckWords returns an error naming the first word of -enable or -disable
// that is not in valid.
func (s *Settings) CheckWords(valid []string) error {
	for i, words := range [][]string{s.Enable, s.Disable} {
		flag := [...]string{"enable", "disable"}[i]
		for _, w := range words {
			if slices.Contains(valid, w) {
				continue
			}
			if check, _, ok := strings.Cut(w, "/"); ok && check != "all" && slices.Contains(valid, check) {
				var rules []string
				for _, v := range valid {
					if strings.HasPrefix(v, check+"/") {
						rules = append(rules, v)
					}
				}
				return fmt.Errorf("-%s: unknown rule %q: valid are %s", flag, w, strings.Join(rules, ", "))
			}
			var checks []string
			for _, v := range valid {
				if !strings.Contains(v, "/") {
					checks = append(checks, v)
				}
			}
			return fmt.Errorf("-%s: unknown check %q: valid are %s", flag, w, strings.Join(checks, ", "))
		}
	}
	return nil
}
