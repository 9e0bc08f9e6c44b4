# The kernel ends namespaces in the background: they are gone when the outer ends of their pairs are.
wait_until_gone() {
    while ls /sys/class/net | grep -q '^p[0-9]'; do sleep 0.001; done
}
