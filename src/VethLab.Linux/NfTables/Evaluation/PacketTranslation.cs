using System.Net;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>A new address that a rule gives the packet's flow.</summary>
/// <param name="End">Which of its addresses changes.</param>
/// <param name="Address">To what; null where only the kernel knows, as when masquerading.</param>
/// <param name="Port">To which port; null: its own, or the kernel's choice.</param>
public sealed record PacketTranslation(PacketEnd End, IPAddress? Address, ushort? Port);
