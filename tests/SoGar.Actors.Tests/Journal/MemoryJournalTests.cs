using SoGar.Actors.Journal;

namespace SoGar.Actors.Tests.Journal;

public sealed class MemoryJournalTests : JournalContract
{
    public MemoryJournalTests() => Journal = new MemoryJournal(Noted.Types, Clock);

    private protected override IJournal Journal { get; }
}
