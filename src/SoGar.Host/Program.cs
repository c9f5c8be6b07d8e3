Console.Error.WriteLine("sogar: no command yet");
return 2;
