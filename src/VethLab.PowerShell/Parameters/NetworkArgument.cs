using VethLab.Linux.Route;
using VethLab.Networks.Addresses;

namespace VethLab.PowerShell.Parameters;

/// <summary>Networks in one text: a list becomes one in CSV, divided by commas, and in what JSON gave back, divided by spaces.</summary>
public sealed class NetworkArgument(string text)
{
    internal IEnumerable<IPPrefix> Networks =>
        text.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(AddressText.ParseNetwork);

    public override string ToString() => text;
}
