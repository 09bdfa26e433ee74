// Package context is no package for contexts.
package context

type Context struct{}
