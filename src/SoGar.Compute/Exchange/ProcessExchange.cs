using SoGar.Compute.Exchange.Mesh;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Exchange;

/// <summary>
/// The exchange of a generation's trainers over several processes. Those of one process gather in shared memory; a thread of the process then meets its
/// peers on the mesh, where all compare what they come with, and adds up over the collective. Once anything breaks all members fail alike, and sockets and
/// memory are freed at once, not when somebody disposes it.
/// </summary>
internal sealed class ProcessExchange : IExchange
{
    private readonly Gathering _gathering;
    private readonly PeerMesh _mesh;
    private readonly MeshMember[] _members;
    private readonly MeshMember _self;
    private readonly ExchangeTimes _times;
    private readonly TimeProvider _time;
    private readonly Func<ICollective> _open;
    private readonly Action<PeerMesh> _onClosed;
    private readonly Thread _thread;
    // Monitor's: the thread waits on it for the trainers.
    private readonly object _gate = new();
    private ICollective? _collective;
    private Gathering.Meeting? _whole;
    private bool _isFormed;
    private bool _isOver;

    /// <summary>Begins to form the group, in the background.</summary>
    /// <param name="mesh">Makes the mesh for a callback of its failure.</param>
    /// <param name="members">In order of rank.</param>
    /// <param name="self">This process's rank.</param>
    /// <param name="times">How long to wait for whom.</param>
    /// <param name="time">Measures what trainers wait.</param>
    /// <param name="open">Opens this process's side of the collective.</param>
    /// <param name="onClosed">Called once, when the mesh takes nobody in any more.</param>
    public ProcessExchange(
        Func<Action<ExchangeFailedException>, PeerMesh> mesh, MeshMember[] members, int self, ExchangeTimes times, TimeProvider time, Func<ICollective> open,
        Action<PeerMesh> onClosed)
    {
        (_members, _self, _times, _time, _open, _onClosed) = (members, members[self], times, time, open, onClosed);
        _gathering = new Gathering(string.Join(", ", members.Select(member => member.Member.Node)), members[self].Member.Trainers, OnWhole);
        _mesh = mesh(OnBroken);
        _thread = new Thread(Run) { IsBackground = true, Name = $"exchange {_mesh.Generation}" };
    }

    /// <summary>The connections to the other processes.</summary>
    public PeerMesh Mesh => _mesh;

    /// <summary>Lets the thread begin; the mesh takes peers in from now on.</summary>
    public void Start() => _thread.Start();

    /// <inheritdoc/>
    public async Task<ExchangedSum> SumAsync(TrainerId member, ExchangeRound round, IContribution own)
    {
        var meeting = _gathering.Arrive(member, round, own);
        try
        {
            var total = await meeting.Completed.Task.WaitAsync(_times.Arrival, _time).ConfigureAwait(false);
            return new ExchangedSum(total, meeting.Drain);
        }
        catch (TimeoutException)
        {
            var missing = meeting.Parts.Count == 0 ? string.Join(", ", _gathering.Missing()) : string.Join(", ", _mesh.Missing());
            _mesh.Fail($"waited {_times.Arrival.TotalSeconds:0.###} s at {round} for {missing}");
            return new ExchangedSum(await meeting.Completed.Task.ConfigureAwait(false), meeting.Drain);
        }
    }

    /// <inheritdoc/>
    public void Break(string reason) => _mesh.Fail(reason);

    /// <summary>Leaves: in peace where the group had formed and no sum is under way. Waits for the thread to end.</summary>
    public void Dispose()
    {
        bool isBusy;
        lock (_gate)
        {
            isBusy = !_isFormed || _whole is not null;
            _isOver = true;
            Monitor.PulseAll(_gate);
        }

        if (isBusy) _mesh.Fail($"{_self.Name} closed it while others took part");
        _gathering.Fail("it was closed");
        _mesh.Close();
        _thread.Join();
    }

    private void OnWhole(Gathering.Meeting meeting)
    {
        lock (_gate)
        {
            _whole = meeting;
            Monitor.PulseAll(_gate);
        }
    }

    // On whatever thread finds out; the exchange's own may be inside the collective.
    private void OnBroken(ExchangeFailedException failure)
    {
        _gathering.Fail(failure);
        ICollective? collective;
        lock (_gate)
        {
            _isOver = true;
            collective = _collective;
            Monitor.PulseAll(_gate);
        }

        collective?.Abort();
    }

    private void Run()
    {
        try
        {
            Form();
            while (NextWhole() is { } meeting) Sum(meeting);
        }
        catch (CollectiveException broke)
        {
            // Whoever caused it is known to the mesh at about the same time, and tells more.
            _mesh.AwaitVerdict(_times.Detection / 2);
            _mesh.Fail($"the transfer broke though all processes give signs of life: {broke.Message}");
        }
        catch (ExchangeFailedException)
        {
            // The mesh told everybody.
        }
        catch (Exception unforeseen)
        {
            _mesh.Fail($"{unforeseen.GetType().Name}: {unforeseen.Message}");
        }
        finally
        {
            Free();
        }
    }

    private void Form()
    {
        // Dialling goes through the pool, which may be busy; only a host that cannot be reached takes this long.
        _mesh.Form(3 * _times.Detection);
        var collective = _open();
        lock (_gate)
        {
            _collective = collective;
            if (_isOver) return;
        }

        collective.Connect(_mesh.Swap(collective.AddressFor), [.. _members.Select(member => member.Badge)]);
        lock (_gate) _isFormed = true;
    }

    private Gathering.Meeting? NextWhole()
    {
        lock (_gate)
        {
            while (!_isOver && _whole is null) Monitor.Wait(_gate);
            return _isOver ? null : _whole;
        }
    }

    private void Sum(Gathering.Meeting meeting)
    {
        var round = meeting.First;
        var forms = meeting.Parts.Select(part => part.Form).Distinct().ToArray();
        if (forms.Length > 1)
        {
            _mesh.Fail($"the contributions to step {round.Step} do not fit together: kind, length or scales differ");
            return;
        }

        var arrivals = _mesh.Meet(new Arrival
        {
            Step = round.Step,
            Attempt = round.Attempt,
            Student = round.State.Student,
            Teacher = round.State.Teacher,
            Form = forms[0],
            Shards = meeting.Parts.Sum(part => part.ShardCount),
            Drain = (byte)(meeting.Drain ? 1 : 0),
        });
        if (Agreement.Dispute(arrivals, rank => _members[rank].Name) is var (reason, suspect))
        {
            _mesh.Fail(reason, suspect);
            return;
        }

        meeting.Drain = arrivals.Any(arrival => arrival.Drain != 0);
        var total = _gathering.RoomFor(meeting.Parts);
        total.SumAcross(_collective!, meeting.Parts, arrivals.Sum(arrival => arrival.Shards));
        lock (_gate) _whole = null;
        _gathering.Complete(meeting, total);
    }

    private void Free()
    {
        ICollective? collective;
        lock (_gate)
        {
            _isOver = true;
            (collective, _collective) = (_collective, null);
        }

        collective?.Dispose();
        _mesh.Close();
        _onClosed(_mesh);
    }
}
