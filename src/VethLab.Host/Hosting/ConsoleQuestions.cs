using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace VethLab.Host.Hosting;

/// <summary>
/// Questions to the user: confirmations, missing mandatory parameters, passwords. Answers are lines of standard input,
/// a terminal or not. With -NonInteractive, and where the input has ended, asking is an error.
/// </summary>
internal sealed class ConsoleQuestions(Terminal terminal, ConsoleLine input, bool interactive)
{
    /// <summary>One line typed by the user, or the next line of a redirected input.</summary>
    /// <exception cref="PSInvalidOperationException">-NonInteractive, or the input has ended.</exception>
    internal string ReadLine()
    {
        RefuseUnlessInteractive();
        var line = input.Read();
        if (line is not null)
            return line;
        if (Console.IsInputRedirected)
            throw new PSInvalidOperationException("The standard input has ended where an answer was expected.");
        throw new PipelineStoppedException();
    }

    /// <summary>A line that is not shown while it is typed.</summary>
    internal SecureString ReadSecret()
    {
        RefuseUnlessInteractive();
        var secret = new SecureString();
        foreach (var character in input.ReadHidden() ?? throw new PipelineStoppedException())
            secret.AppendChar(character);
        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Asks for one of several answers by its hot key or label; an empty line takes the default.</summary>
    /// <returns>The index of the answer.</returns>
    internal int AskChoice(string? caption, string? message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefuseUnlessInteractive();
        Headline(caption, message);
        var answers = choices.Select(choice => new ChoiceLabel(choice)).ToArray();
        while (true)
        {
            var offer = string.Join("  ", answers.Select(answer => $"[{answer.HotKey}] {answer.Label}"));
            var fallback = defaultChoice >= 0 ? $" (default is \"{answers[defaultChoice].HotKey}\")" : "";
            terminal.Write($"{offer}  [?] Help{fallback}: ");
            var line = ReadLine().Trim();
            if (line.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            var index = Array.FindIndex(answers, answer => answer.Matches(line));
            if (index >= 0)
                return index;
            if (line == "?")
                foreach (var answer in answers)
                    terminal.Write($"{answer.HotKey} - {answer.Help}\n");
        }
    }

    /// <summary>Asks for the values of mandatory parameters that were not given.</summary>
    internal Dictionary<string, PSObject> AskFields(string? caption, string? message, Collection<FieldDescription> fields)
    {
        RefuseUnlessInteractive();
        Headline(caption, message);
        var values = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
            values[field.Name] = new PSObject(AskField(field));
        return values;
    }

    internal PSCredential AskCredential(string? caption, string? message, string? userName)
    {
        RefuseUnlessInteractive();
        Headline(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            terminal.Write("User: ");
            userName = ReadLine();
        }
        terminal.Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadSecret());
    }

    private object? AskField(FieldDescription field)
    {
        var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(SecureString))
        {
            terminal.Write($"{field.Name}: ");
            return ReadSecret();
        }
        if (type == typeof(PSCredential))
            return AskCredential(null, null, null);
        if (!type.IsAssignableTo(typeof(System.Collections.IList)))
        {
            terminal.Write($"{field.Name}: ");
            return LanguagePrimitives.ConvertTo(ReadLine(), type);
        }
        var items = new List<object>();
        while (true)
        {
            terminal.Write($"{field.Name}[{items.Count}]: ");
            var line = ReadLine();
            if (line.Length == 0)
                return items.ToArray();
            items.Add(line);
        }
    }

    private void Headline(string? caption, string? message)
    {
        if (!terminal.AtLineStart)
            terminal.Write("\n");
        if (!string.IsNullOrEmpty(caption))
            terminal.Write($"\n{caption}\n");
        if (!string.IsNullOrEmpty(message))
            terminal.Write($"{message}\n");
    }

    private void RefuseUnlessInteractive()
    {
        if (!interactive)
            throw new PSInvalidOperationException(
                "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
    }
}
