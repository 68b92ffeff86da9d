Console.Error.WriteLine("The front is not finished.");
return 1;
