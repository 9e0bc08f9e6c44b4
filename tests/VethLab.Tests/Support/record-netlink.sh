# For record.sh scripts to source: record NAME COMMAND… runs a command under strace and writes NAME.hex, with one line per netlink message:
# '>' sent, '<' received, then its bytes with header. Needs strace and awk. Set before:
#   subsystem  the high byte of the message types to keep: 10 for nf_tables, 0 for route netlink
#   tools      what recorded, for the second line
trace=$(mktemp)
trap 'rm -f "$trace"' EXIT

record() { # name command...
    local name=$1; shift
    {
        echo "# $*"
        echo "# $tools, Linux $(uname -r | cut -d. -f1,2)"
        strace -f -e trace=sendmsg,sendto,recvmsg -e write=all -e read=all -o "$trace" "$@" > "${output:-/dev/null}" || ${may_fail:-false}
        awk -v subsystem="$subsystem" '
            function flush(   length_, type) {
                while (length(bytes) >= 32) {
                    length_ = 2 * number(substr(bytes, 1, 8))
                    type = number(substr(bytes, 9, 4) "0000")
                    if (length_ < 32) break
                    if (int(type / 256) == subsystem || way == ">" && (type == 16 || type == 17)) print way, substr(bytes, 1, length_)
                    bytes = substr(bytes, 1 + 8 * int((length_ + 7) / 8))
                }
                bytes = ""
            }
            function number(hex,   i, value) {
                for (i = 7; i >= 1; i -= 2) value = value * 256 + index(digits, substr(hex, i, 1)) * 16 - 16 + index(digits, substr(hex, i + 1, 1)) - 1
                return value
            }
            BEGIN { digits = "0123456789abcdef" }
            / (sendmsg|sendto|recvmsg)\(/ { flush(); way = ($0 ~ / recvmsg\(/) ? "<" : ">" }
            /^ \| / { text = substr($0, 11, 49); gsub(/ /, "", text); bytes = bytes text }
            END { flush() }' "$trace"
    } > "$name.hex"
}
