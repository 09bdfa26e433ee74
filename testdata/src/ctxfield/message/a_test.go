package message

var _ chan tested
