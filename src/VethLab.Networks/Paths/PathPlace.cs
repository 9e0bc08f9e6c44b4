using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>An interface that packets pass.</summary>
/// <param name="Session">Its namespace, open; belongs to the <see cref="PathWorld"/>.</param>
/// <param name="Interface">Its name.</param>
public sealed record PathPlace(NamespaceSession Session, string Interface);
