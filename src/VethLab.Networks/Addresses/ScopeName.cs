namespace VethLab.Networks.Addresses;

/// <summary>What the kernel's scopes of addresses and routes are called (rt_scope_t, rtnetlink.h).</summary>
internal static class ScopeName
{
    internal static string Of(byte scope) => scope switch
    {
        0 => "Global",
        200 => "Site",
        253 => "Link",
        254 => "Host",
        255 => "Nowhere",
        _ => $"{scope}",
    };
}
