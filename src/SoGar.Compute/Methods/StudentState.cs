using SoGar.Compute.Checkpoints;
using SoGar.Compute.Exchange;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods;

/// <summary>
/// All that a student's next step depends on beside the teacher: parameters, running statistics, the optimizer's moments, the method's committed
/// tensors, the scales of exact sums. Owns the memory. Two equal states that are given equal sums stay equal, bit for bit.
/// </summary>
public sealed class StudentState : IDisposable
{
    private readonly FlatBuffer _committed;
    private readonly FlatBuffer _scales;
    private readonly TensorPrints _prints;
    private readonly ParameterLayout _scalesLayout;

    /// <summary>The state before the first step of a run.</summary>
    /// <exception cref="InvalidDataException">Nothing in the file of <c>model.weights</c> fits the backbone.</exception>
    /// <exception cref="SafetensorsException">That file cannot be read.</exception>
    public StudentState(PretrainingMethod method)
    {
        var recipe = method.Recipe;
        Layouts = new MethodLayouts(method);
        Values = new FlatBuffer(Layouts.Student.Length);
        First = new FlatBuffer(Layouts.Student.Length);
        Second = recipe.Optimizer.Rule == OptimizerRule.Sgd ? null : new FlatBuffer(Layouts.Student.Length);
        Running = FlatBuffer.For(Layouts.StudentRunning);
        _committed = FlatBuffer.For(Layouts.Committed);

        Scales = BlockScales.Initial(Layouts.ContributionLength, recipe.Shards, recipe.Exchange.HeadRoomBits);
        _scalesLayout = new ParameterLayout([new ParameterDeclaration("block_scales", [Scales.BlockCount], Decays: false)]);
        _scales = new FlatBuffer(_scalesLayout.Length);

        Initialisation.Fill(Layouts.Student, Values.Floats, recipe.Model, recipe.Seed);
        foreach (var slot in Layouts.StudentRunning.Slots.Where(slot => slot.Name.EndsWith("running_var", StringComparison.Ordinal)))
            slot.In(Running.Floats).Fill(1);
        _prints = new TensorPrints(
        [
            ("student.", Layouts.Student, Values),
            ("student.", Layouts.StudentRunning, Running),
            ("optimizer.first.", Layouts.Student, First),
            .. Second is null ? [] : new[] { ("optimizer.second.", Layouts.Student, Second) },
            ("optimizer.", Layouts.Committed, _committed),
        ], _scales);
        method.Initialise(this);
        if (recipe.Model.Weights.Length > 0)
            Imported = Import(recipe.Model, this);
    }

    /// <summary>Names and places.</summary>
    public MethodLayouts Layouts { get; }

    /// <summary>What came of reading <c>model.weights</c>; null where the recipe names none.</summary>
    public WeightImportReport? Imported { get; }

    /// <summary>Parameters, by <see cref="MethodLayouts.Student"/>.</summary>
    public FlatBuffer Values { get; }

    /// <summary>First moments, by <see cref="MethodLayouts.Student"/>.</summary>
    public FlatBuffer First { get; }

    /// <summary>Second moments, by <see cref="MethodLayouts.Student"/>; null where the optimizer keeps none.</summary>
    public FlatBuffer? Second { get; }

    /// <summary>Running statistics, by <see cref="MethodLayouts.StudentRunning"/>.</summary>
    public FlatBuffer Running { get; }

    /// <summary>A tensor of the method's committed state; borrowed.</summary>
    /// <exception cref="KeyNotFoundException">The method has not declared it.</exception>
    public Span<float> Committed(string name) => Layouts.Committed[name].In(_committed.Floats);

    /// <summary>Scales of the next exact sum.</summary>
    public BlockScales Scales
    {
        get;
        internal set
        {
            field = value;
            if (_scales is null)
                return;
            // Exponents are small integers, which floats hold exactly: states at rest are float32 throughout.
            var kept = _scalesLayout["block_scales"].In(_scales.Floats);
            for (var block = 0; block < kept.Length; block++) kept[block] = value.Greatest.Span[block];
        }
    }

    /// <summary>Parameters and running statistics; borrowed.</summary>
    public IEnumerable<StateTensor> StudentTensors =>
        [.. StateTensors.Of("student.", Layouts.Student, Values), .. StateTensors.Of("student.", Layouts.StudentRunning, Running)];

    /// <summary>Moments, committed tensors and scales; borrowed.</summary>
    public IEnumerable<StateTensor> OptimizerTensors =>
    [
        .. StateTensors.Of("optimizer.first.", Layouts.Student, First),
        .. Second is null ? [] : StateTensors.Of("optimizer.second.", Layouts.Student, Second),
        .. StateTensors.Of("optimizer.", Layouts.Committed, _committed),
        .. StateTensors.Of("optimizer.", _scalesLayout, _scales),
    ];

    /// <summary>SHA-256 over <see cref="StudentTensors"/>.</summary>
    public Digest StudentDigest => StateDigest.Of(StudentTensors);

    /// <summary>SHA-256 over <see cref="OptimizerTensors"/>.</summary>
    public Digest OptimizerDigest => StateDigest.Of(OptimizerTensors);

    /// <summary>Remembers the state as it is now, for <see cref="FindDamage"/>.</summary>
    /// <returns>The fingerprint over all memory; equal states have equal ones.</returns>
    public ulong Seal() => _prints.Seal();

    /// <summary>The first tensor that changed since <see cref="Seal"/>, or null. Scales do not count: they rise in mid-step.</summary>
    public string? FindDamage() => _prints.FirstChanged();

    /// <summary>Takes the values of a checkpoint: the tensors of <see cref="StudentTensors"/> and <see cref="OptimizerTensors"/> by name.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    public void Load(IReadOnlyDictionary<string, StateTensor> state)
    {
        StateTensors.Load([.. StudentTensors, .. OptimizerTensors], state);
        var kept = _scalesLayout["block_scales"].In(_scales.Floats).ToArray();
        Scales = BlockScales.Restore(Array.ConvertAll(kept, exponent => (byte)exponent), Scales.Length, Scales.Shards, Scales.HeadRoomBits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        First.Dispose();
        Second?.Dispose();
        Running.Dispose();
        _committed.Dispose();
        _scales.Dispose();
    }

    // Released files know no prefix. Running statistics come with the weights where a backbone has some.
    private static WeightImportReport Import(ModelRecipe recipe, StudentState state)
    {
        var scope = new ModuleScope();
        _ = Backbones.Build(scope, recipe);
        using var file = SafetensorsFile.Open(recipe.Weights);
        // The backbone is declared first, so that its own layout fits the head of the student's buffers.
        var report = WeightImport.Into(file, NetworkParameters.LayoutOf(scope), state.Values.Floats);
        if (!scope.Norms.Layout.Slots.IsEmpty) report = report.With(WeightImport.Into(file, scope.Norms.Layout, state.Running.Floats));
        return report.Imported.IsEmpty
            ? throw new InvalidDataException($"model.weights: nothing in {recipe.Weights} fits the backbone\n{report}")
            : report;
    }
}
