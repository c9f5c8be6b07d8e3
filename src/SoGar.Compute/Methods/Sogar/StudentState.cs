using SoGar.Compute.Checkpoints;
using SoGar.Compute.Exchange;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>
/// All that a student's next step depends on beside the teacher: parameters, running statistics, the optimizer's moments, the centre, the scales of
/// exact sums. Owns the memory. Two equal states that are given equal sums stay equal, bit for bit.
/// </summary>
public sealed class StudentState : IDisposable
{
    private readonly FlatBuffer _small;
    private readonly ParameterLayout _smallLayout;

    /// <summary>The state before the first step of a run.</summary>
    /// <exception cref="InvalidDataException">Nothing in the file of <c>model.weights</c> fits the backbone.</exception>
    /// <exception cref="SafetensorsException">That file cannot be read.</exception>
    public StudentState(Recipe recipe)
    {
        Layouts = new SogarLayouts(recipe);
        Values = new FlatBuffer(Layouts.Student.Length);
        First = new FlatBuffer(Layouts.Student.Length);
        Second = new FlatBuffer(Layouts.Student.Length);
        Running = new FlatBuffer(Layouts.StudentRunning.Length);
        Initialisation.Fill(Layouts.Student, Values.Floats, recipe.Model, recipe.Seed);
        if (recipe.Model.Weights.Length > 0)
            Imported = Import(recipe.Model, Values);
        foreach (var slot in Layouts.StudentRunning.Slots.Where(slot => slot.Name.EndsWith("running_var", StringComparison.Ordinal)))
            slot.In(Running.Floats).Fill(1);

        Scales = BlockScales.Initial(Layouts.ContributionLength, recipe.Shards, recipe.Exchange.HeadRoomBits);
        _smallLayout = new ParameterLayout(
        [
            new ParameterDeclaration("centre", [recipe.Heads.Output], Decays: false),
            new ParameterDeclaration("block_scales", [Scales.BlockCount], Decays: false),
        ]);
        _small = new FlatBuffer(_smallLayout.Length);
    }

    /// <summary>Names and places.</summary>
    public SogarLayouts Layouts { get; }

    /// <summary>What came of reading <c>model.weights</c>; null where the recipe names none.</summary>
    public WeightImportReport? Imported { get; }

    /// <summary>Parameters, by <see cref="SogarLayouts.Student"/>.</summary>
    public FlatBuffer Values { get; }

    /// <summary>First moments, by <see cref="SogarLayouts.Student"/>.</summary>
    public FlatBuffer First { get; }

    /// <summary>Second moments, by <see cref="SogarLayouts.Student"/>.</summary>
    public FlatBuffer Second { get; }

    /// <summary>Running statistics, by <see cref="SogarLayouts.StudentRunning"/>.</summary>
    public FlatBuffer Running { get; }

    /// <summary>The centre of the teacher's embeddings; borrowed.</summary>
    public Span<float> Centre => _smallLayout["centre"].In(_small.Floats);

    /// <summary>Scales of the next exact sum.</summary>
    public BlockScales Scales
    {
        get;
        internal set
        {
            field = value;
            if (_small is null)
                return;
            // Exponents are small integers, which floats hold exactly: states at rest are float32 throughout.
            var kept = _smallLayout["block_scales"].In(_small.Floats);
            for (var block = 0; block < kept.Length; block++) kept[block] = value.Greatest.Span[block];
        }
    }

    /// <summary>Parameters and running statistics; borrowed.</summary>
    public IEnumerable<StateTensor> StudentTensors =>
        [.. StateTensors.Of("student.", Layouts.Student, Values), .. StateTensors.Of("student.", Layouts.StudentRunning, Running)];

    /// <summary>Moments, centre and scales; borrowed.</summary>
    public IEnumerable<StateTensor> OptimizerTensors =>
    [
        .. StateTensors.Of("optimizer.first.", Layouts.Student, First),
        .. StateTensors.Of("optimizer.second.", Layouts.Student, Second),
        .. StateTensors.Of("optimizer.", _smallLayout, _small),
    ];

    /// <summary>SHA-256 over <see cref="StudentTensors"/>.</summary>
    public Digest StudentDigest => StateDigest.Of(StudentTensors);

    /// <summary>SHA-256 over <see cref="OptimizerTensors"/>.</summary>
    public Digest OptimizerDigest => StateDigest.Of(OptimizerTensors);

    /// <summary>Over all memory; equal states have equal ones.</summary>
    public ulong Fingerprint => Prints.Of(Values, Running, First, Second, _small);

    /// <summary>Takes the values of a checkpoint: the tensors of <see cref="StudentTensors"/> and <see cref="OptimizerTensors"/> by name.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    public void Load(IReadOnlyDictionary<string, StateTensor> state)
    {
        StateTensors.Load([.. StudentTensors, .. OptimizerTensors], state);
        var kept = _smallLayout["block_scales"].In(_small.Floats).ToArray();
        Scales = BlockScales.Restore(Array.ConvertAll(kept, exponent => (byte)exponent), Scales.Length, Scales.Shards, Scales.HeadRoomBits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        First.Dispose();
        Second.Dispose();
        Running.Dispose();
        _small.Dispose();
    }

    // The backbone is declared first, so that its own layout fits the head of the student's buffer; released files know no prefix.
    private static WeightImportReport Import(ModelRecipe recipe, FlatBuffer values)
    {
        var scope = new ModuleScope();
        _ = new VisionTransformer(scope, recipe);
        using var file = SafetensorsFile.Open(recipe.Weights);
        var report = WeightImport.Into(file, NetworkParameters.LayoutOf(scope), values.Floats);
        return report.Imported.IsEmpty
            ? throw new InvalidDataException($"model.weights: nothing in {recipe.Weights} fits the backbone\n{report}")
            : report;
    }
}
