using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

/// <summary>The event of these tests, and a second one that has a history.</summary>
internal sealed record Noted(string Text, double Value = 1.5)
{
    public static EventTypes Types { get; } = new(EventType.For<Noted>("noted"), EventType.For<Moved>("moved"));
}

internal sealed record Moved(int Metres);
