using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Generators of words for command lines.</summary>
internal static class Words
{
    internal static Gen<bool> Mostly { get; } = Gen.Frequency((4, true), (1, false));

    /// <summary>The number of an interface; those behind the first three, which may all be loopbacks, more often, so that several things meet on one.</summary>
    internal static Gen<int> Port { get; } = Gen.Frequency((1, Gen.Int[0, 30]), (2, Gen.Int[3, 6]));

    internal static Gen<string> One(params string[] words) => Gen.OneOf(words);

    internal static Gen<string> Number(string name, int from, int to) => Gen.Int[from, to].Select(number => $"{name} {number}");

    /// <summary>Each of some options or not, in their order.</summary>
    internal static Gen<string[]> Some(params Gen<string>[] options) =>
        options.Aggregate(
            Gen.Const(Array.Empty<string>()),
            (sofar, option) => Gen.Select(sofar, Gen.Frequency((2, Gen.Const("")), (1, option)), (before, word) => word.Length == 0 ? before : [.. before, word]));
}
