// Package request is a stub of the AWS SDK.
package request

type Request struct{}

type Option func(*Request)
