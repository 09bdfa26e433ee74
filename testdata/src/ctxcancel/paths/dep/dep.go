package dep

import (
	"context"
	"log"
	"os"
)

func Ignore(f func())                   {}
func Compare(f context.CancelFunc) bool { return f == nil }
func Call(f func())                     { f() }
func Maybe(f func(), b bool) {
	if b {
		f()
	}
}

var kept []func()

func Keep(f func()) { kept = append(kept, f) }

func Pass(f func()) { Call(f) }

func PassIgnore(f func()) { Ignore(f) }

func Die(msg string) {
	log.Println(msg)
	os.Exit(2)
}

func Check(err error) {
	if err != nil {
		os.Exit(1)
	}
}
