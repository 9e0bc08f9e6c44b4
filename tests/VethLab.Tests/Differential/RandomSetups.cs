using System.Text.RegularExpressions;
using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>
/// Runs a property on many random set-ups. A failure names the seed and the smallest set-up that was found to fail in the same way;
/// VETHLAB_SEED=… makes the next run begin with that one, VETHLAB_SETUPS=… takes more or fewer.
/// </summary>
internal static partial class RandomSetups
{
    /// <summary>Smaller failing set-ups are looked for this long.</summary>
    private const int ShrinkSeconds = 15;

    /// <summary>How many set-ups the readers are tried on; the other properties, which take longer, on half as many.</summary>
    internal static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("VETHLAB_SETUPS"), out var count) ? count : 200;

    /// <summary>Each waits now and then for what the kernel does in its own time.</summary>
    private const int Threads = 4;

    /// <param name="generator">Makes set-ups.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="property">Throws where it does not hold; called by several threads.</param>
    /// <param name="print">The set-up as text.</param>
    /// <param name="threads">Null: several. One where the property cannot hold beside itself.</param>
    /// <returns>How many set-ups were made.</returns>
    internal static int Run<T>(Gen<T> generator, int count, Action<T> property, Func<T, string> print, int? threads = null)
    {
        var made = 0;
        var problem = "";
        void Counted(T setup)
        {
            Interlocked.Increment(ref made);
            try
            {
                property(setup);
            }
            catch (Exception failure)
            {
                // The last failure is that of the smallest set-up.
                problem = failure.Message;
                throw;
            }
        }
        var given = Environment.GetEnvironmentVariable("VETHLAB_SEED");
        try
        {
            generator.Sample(Counted, seed: given, iter: count, threads: threads ?? Threads, print: print);
            return made;
        }
        catch (CsCheckException found) when (SeedOf(found.Message) is { } seed)
        {
            var smallest = Shrink(generator, Counted, seed, print) ?? found.Message;
            Assert.Fail($"{problem}\n\nVETHLAB_SEED={SeedOf(smallest) ?? seed} repeats it.\n\n{smallest}");
            throw;
        }
    }

    private static string? Shrink<T>(Gen<T> generator, Action<T> property, string seed, Func<T, string> print)
    {
        try
        {
            generator.Sample(property, seed: seed, time: ShrinkSeconds, threads: 1, print: print);
            return null;
        }
        catch (CsCheckException smaller)
        {
            return smaller.Message;
        }
    }

    private static string? SeedOf(string message) => Seed().Match(message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("seed: \"([^\"]+)\"")]
    private static partial Regex Seed();
}
