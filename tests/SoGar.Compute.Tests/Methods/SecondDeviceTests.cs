using SoGar.Compute.Methods;
using SoGar.Compute.Tests.Methods.Svt;
using SoGar.Compute.Tests.Torch;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Methods;

/// <summary>Shards of every method on a device that is not the CPU: nothing may be left behind there, nor be taken from where it is not.</summary>
public sealed class SecondDeviceTests : IDisposable
{
    private readonly ViewBuffers _buffers = new();

    // Seen with 2.6: what is a float on every real device comes out of it a double.
    public SecondDeviceTests() => Assert.SkipUnless(
        TorchRuntime.Version.StartsWith("1.", StringComparison.Ordinal), $"libtorch {TorchRuntime.Version}'s lazy backend computes with other types than its devices");

    public void Dispose() => _buffers.Dispose();

    public static TheoryData<Method> Methods => [.. Enum.GetValues<Method>()];

    [Theory, MemberData(nameof(Methods))]
    public void Another_device_contributes_what_the_processor_does(Method method)
    {
        var recipe = RecipeOf(method);
        using var here = new OneStudent(recipe, Device.Cpu);
        using var there = new OneStudent(recipe, SecondDevice.Device);

        // Weights move in between, the local contrast of concepts begins with the third step, and queues fill.
        for (var step = 0; step < 4; step++)
        {
            here.State.Values.Floats.CopyTo(there.State.Values.Floats);     // else a match that falls out differently once does so ever after
            here.Teacher.Values.Floats.CopyTo(there.Teacher.Values.Floats);
            var (expected, actual) = (here.Step(step, _buffers), there.Step(step, _buffers));
            Assert.Contains(expected, value => value != 0);
            var scale = expected.Max(Math.Abs);
            for (var index = 0; index < expected.Length; index++)
                Assert.True(
                    Math.Abs(expected[index] - actual[index]) <= 1e-3f * scale,
                    $"step {step}, place {index}: {expected[index]} and {actual[index]} of {scale}");
        }
    }

    [Fact]
    public void A_student_on_another_device_sees_the_weights_that_it_adopts()
    {
        var recipe = RecipeOf(Method.Sogar);
        using var first = new OneStudent(recipe, SecondDevice.Device);
        using var second = new OneStudent(recipe, SecondDevice.Device);
        var before = first.Step(0, _buffers);
        first.Step(1, _buffers);

        second.State.Load(first.State.StudentTensors.Concat(first.State.OptimizerTensors).ToDictionary(tensor => tensor.Name));
        second.Teacher.Load(first.Teacher.Tensors.ToDictionary(tensor => tensor.Name));

        var after = second.Contribute(2, _buffers);
        Assert.NotEqual(before, after);
        Assert.Equal(first.Contribute(2, _buffers), after);
    }

    private static Recipe RecipeOf(Method method) => method switch
    {
        Method.Sogar => Shards.Recipe,
        Method.Svt => SvtMethodTests.Recipe,
        // At 16 pixels its map is a single place: normalised over the few values of a batch, it makes much of rounding.
        Method.ConstCl => TinyClips.Of(method) with { Views = TinyClips.Cut(64) },
        _ => TinyClips.Of(method),
    };

    private sealed class OneStudent : IDisposable
    {
        private readonly PretrainingMethod _method;
        private readonly MethodStudent _student;

        public OneStudent(Recipe recipe, Device device)
        {
            _method = MethodShelf.Of(recipe, Shards.Samples);
            State = new StudentState(_method);
            Teacher = new TeacherState(State);
            _student = new MethodStudent(_method, State, Teacher, device: device);
        }

        public StudentState State { get; }

        public TeacherState Teacher { get; }

        public float[] Contribute(long step, ViewBuffers buffers)
        {
            _student.Begin(step, attempt: 1);
            using var views = _method.Recipe.Method switch
            {
                Method.Sogar => Shards.Views(_method.Recipe, step, 0, buffers),
                Method.Svt => SvtMethodTests.ViewsOf(step, 0, buffers),
                _ => RuledShards.Of(_method, step, 0, buffers),
            };
            _student.Contribute(views);
            return _student.LastContribution.ToArray();
        }

        // The gradient itself moves the weights, so that sums and scales play no part; a little, for far steps make much of rounding.
        public float[] Step(long step, ViewBuffers buffers)
        {
            var contribution = Contribute(step, buffers);
            var weights = State.Values.Floats;
            for (var index = 0; index < weights.Length; index++) weights[index] -= 1e-4f * contribution[index];
            Teacher.Follow(State, 0.9);
            return contribution;
        }

        public void Dispose()
        {
            _student.Dispose();
            Teacher.Dispose();
            State.Dispose();
        }
    }
}
