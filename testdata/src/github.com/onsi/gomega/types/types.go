// Package types is a stub of github.com/onsi/gomega/types.
package types

type GomegaMatcher interface {
	Match(actual any) (bool, error)
}

type Assertion interface {
	To(matcher GomegaMatcher, optionalDescription ...any) bool
	ToNot(matcher GomegaMatcher, optionalDescription ...any) bool
	NotTo(matcher GomegaMatcher, optionalDescription ...any) bool
	Should(matcher GomegaMatcher, optionalDescription ...any) bool
}
